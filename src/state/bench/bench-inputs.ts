import { createSeededInputs } from '#bench/inputs/seeded-inputs.ts';
import { workloads } from '#bench/workloads/index.ts';
import type { SessionFacts } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { Subject } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';

/**
 * Creates the inputs with which a model is timed; the caller owns them.
 * @throws any error of `createSeededInputs`
 */
export function createBenchInputs(
  subject: Subject,
  { inputs }: Pick<SessionFacts, 'inputs'>,
  sizes: Dimensions,
): Tensors {
  return subject.kind === 'workload'
    ? workloads[subject.id].cells[0]!.createInputs()
    : createSeededInputs(inputs, sizes);
}
