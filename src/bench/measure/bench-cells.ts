import type { BenchRequest } from '#core/report/bench-request.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import type { ImageScale } from '#formats/image-scale.ts';
import type { BenchCell } from './measure-session.ts';
import { createSeededInputs } from '../inputs/seeded-inputs.ts';
import { getReference, workloads } from '../workloads/index.ts';

/**
 * Plans the cells to measure: the cells of a workload with their stored references, or one cell of seeded inputs for
 * any other model.
 * @param inputs the inputs that the opened model declares
 * @param scale the scale of float image inputs; `null` if unknown
 * @throws AppError input-invalid if a free dimension has no size
 */
export function planCells(
  { subject, dimensions }: BenchRequest,
  inputs: readonly TensorSpec[],
  scale: ImageScale | null,
): BenchCell[] {
  if (subject.kind !== 'workload') {
    return [{ name: 'seeded', inputs: createSeededInputs(inputs, dimensions, scale), references: [] }];
  }
  return workloads[subject.id].cells.map((cell) => ({
    name: cell.name,
    inputs: cell.createInputs(),
    references: [getReference(subject.id, cell.name)],
  }));
}
