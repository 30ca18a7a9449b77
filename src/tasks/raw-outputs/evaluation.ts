import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { checkFinite } from '../check-finite.ts';
import { compareOutputs, listOutputMetrics, outputsMetrics, type OutputsOutcome } from './compare-outputs.ts';
import type { RawOutput } from './raw-output.ts';

export const evaluation: TaskEvaluation<readonly RawOutput[], OutputsOutcome> = {
  label: null,
  toGroundTruth(outputs) {
    for (const { values } of outputs) checkFinite(values);
    return { kind: 'outputs', outputs };
  },
  toOutcome(outputs, truth) {
    for (const { values } of outputs) checkFinite(values);
    return compareOutputs(truth.kind === 'outputs' ? truth.outputs : [], outputs);
  },
  metrics: outputsMetrics,
  createMetrics: listOutputMetrics,
};
