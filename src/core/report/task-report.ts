import type { SteadyState } from './steady-state.ts';
import type { ModelFile } from '../model/model.ts';
import type { ReportHeader } from './report-header.ts';
import type { Score } from '../task/evaluation.ts';
import type { HostileResult } from './hostile-result.ts';

/** One phase of a task, over the items of a dataset, in milliseconds per item. */
export interface StageTiming {
  /** `pre` includes decoding, which overlaps with the run of the item before. */
  readonly name: 'pre' | 'inference' | 'post';
  /** Time of the first item, which is part of the steady state only if it is the only one. */
  readonly firstMs: number;
  readonly steady: SteadyState;
}

/** The set that a model was evaluated on. */
export interface EvaluatedDataset {
  /** Name of the dataset's folder. */
  readonly name: string;
  /** Format of its labels: a layout of `src/evaluate`. */
  readonly layout: string;
  /** SHA-256 over the canonical JSON of the paths, labels and hashes of all items that ran. */
  readonly sha256: string;
  /** Items that have a score. */
  readonly items: number;
  /** Items that could not be read or run. */
  readonly failed: number;
  /** Items that did not run because the run was stopped. */
  readonly notRun: number;
  /** The random sample that was drawn from all labelled items of the dataset; absent if all ran. */
  readonly sample?: { readonly of: number; readonly seed: number };
}

/** Another model that the same items were run on. */
export interface EvaluationBaseline {
  readonly id: string;
  readonly sha256: string;
  /** Every file, if it has several. */
  readonly files?: readonly ModelFile[];
  /** Whether its predictions are the ground truth, so scores are agreement instead of accuracy. */
  readonly isGroundTruth: boolean;
}

/** A model that was evaluated on a dataset for a task (R28). */
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
}
