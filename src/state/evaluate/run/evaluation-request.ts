import type { TaskEvaluation } from '#core/task/evaluation.ts';
import type { TimestampedGateFile } from '#gates/run-gates.ts';
import type { EvaluateLink } from '#links/evaluate-link.ts';
import type { UnfinishedEvaluation } from '#records/unfinished-evaluations.ts';
import type { CorruptionId } from '#validation/robustness/corruptions/index.ts';
import type { EvaluationData } from '../data/evaluation-data.svelte.ts';
import type { ModelSlot } from '../models/model-slot.svelte.ts';

/** How the results of a task are scored. */
export type Scoring = Pick<TaskEvaluation<unknown, unknown>, 'label' | 'metrics' | 'toGroundTruth' | 'compare'>;

/** The models, data and settings of a run, as set on the page when it starts. */
export interface EvaluationRequest {
  readonly link: EvaluateLink;
  readonly candidate: ModelSlot;
  readonly baseline: ModelSlot;
  readonly data: EvaluationData;
  readonly scoring: Scoring;
  /** Corruptions that leave the labels of the data valid. */
  readonly corruptions: readonly CorruptionId[];
  /** Whether the predictions of the baseline are the ground truth. */
  readonly baselineIsGroundTruth: boolean;
  /** `null` without one. */
  readonly gateFile: TimestampedGateFile | null;
  /** An earlier run to continue; its items do not run again. */
  readonly unfinished: UnfinishedEvaluation | null;
}
