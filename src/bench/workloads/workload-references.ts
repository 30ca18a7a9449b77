import type { WorkloadId } from '#core/model/model.ts';
import { AppError } from '#core/errors/error.ts';
import type { Reference } from '../agreement/tensor-agreement.ts';
import stored from './references.json' with { type: 'json' };

/**
 * Returns the values that native onnxruntime computed for the first output of a cell.
 * @throws AppError internal if the workload has no such cell
 */
export function getReference(workload: WorkloadId, cell: string): Reference {
  const cells: Readonly<Record<string, Omit<Reference, 'source'>>> = stored.workloads[workload].cells;
  const expected = cells[cell];
  if (!expected) throw new AppError('internal', { why: `no reference for ${workload} ${cell}` });
  return { ...expected, source: stored.source };
}
