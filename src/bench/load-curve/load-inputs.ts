import { hasBatchAxis } from '#core/engine/batch-axis.ts';
import type { SessionFacts } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import { planCells } from '../measure/bench-cells.ts';

/**
 * Creates seeded inputs for requests, with one row (a first axis of size 1) if the number of rows is free.
 * @throws AppError input-invalid if another free dimension has no size
 */
export function createLoadInputs(request: BenchRequest, facts: Pick<SessionFacts, 'inputs' | 'outputs'>): Tensors {
  const axis = facts.inputs[0]?.shape[0];
  const rowSize = hasBatchAxis(facts) && typeof axis === 'string' ? { [axis]: 1 } : {};
  const [cell] = planCells({ ...request, dimensions: { ...request.dimensions, ...rowSize } }, facts.inputs, null);
  return cell!.inputs;
}
