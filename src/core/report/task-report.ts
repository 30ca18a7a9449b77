import type { SteadyState } from './steady-state.ts';
import type { GateRun, MeasuredGateResult } from '../gate/gate-outcome.ts';
import type { ModelFile } from '../model/model.ts';
import type { ReportHeader } from './report-header.ts';
import type { Score } from '../task/evaluation.ts';
import type { HostileResult } from './hostile-result.ts';

/** The number of items at the start of a run whose times are not samples. */
export const warmupItems = 1;

/** One phase of a task, over the items of a dataset, in milliseconds per item. */
export interface StageTiming {
  /** `pre` includes decoding, which overlaps with the previous item's run. */
  readonly name: 'pre' | 'inference' | 'post';
  /** Time of the first item, which the steady state excludes unless it is the only one. */
  readonly firstMs: number;
  readonly steady: SteadyState;
}

/** The dataset that a model was evaluated on. */
export interface EvaluatedDataset {
  /** Name of the dataset's folder. */
  readonly name: string;
  /** Format of its labels: a layout of `src/evaluate`. */
  readonly layout: string;
  /** SHA-256 of the canonical JSON of the paths, labels and hashes of all items that ran. */
  readonly sha256: string;
  /** Number of scored items. */
  readonly items: number;
  /** Number of items that could not be read or run. */
  readonly failed: number;
  /** Number of items that did not run because the run was stopped. */
  readonly notRun: number;
  /** Present if a random sample of the `of` labelled items ran; absent if all ran. */
  readonly sample?: { readonly of: number; readonly seed: number };
}

/** The model that a candidate was compared with on the same items. */
export interface EvaluationBaseline {
  readonly id: string;
  readonly sha256: string;
  /** Present if it has several files. */
  readonly files?: readonly ModelFile[];
  /** Whether its predictions are the ground truth, so that scores are agreement instead of accuracy. */
  readonly isGroundTruth: boolean;
}

/** The verdict of a gate run, and the required gates that failed. */
export interface ReportedGates {
  readonly verdict: GateRun['verdict'];
  /** Empty unless the verdict is `fail`. */
  readonly failed: readonly MeasuredGateResult[];
}

/** The report of an evaluation on a dataset (R28). */
export interface TaskReport extends ReportHeader {
  readonly kind: 'task';
  /** A folder of `src/tasks`. */
  readonly task: string;
  readonly data: EvaluatedDataset;
  readonly baseline?: EvaluationBaseline;
  readonly scores: readonly Score[];
  /** Outcomes of hostile inputs; absent if none were run. */
  readonly hostileInputs?: readonly HostileResult[];
  readonly cells: readonly StageTiming[];
  /** Absent if there was no gate file, and in reports of earlier versions. */
  readonly gates?: ReportedGates;
}
