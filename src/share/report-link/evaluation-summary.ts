import type { ErrorCode, ErrorFacts } from '#core/errors/error.ts';
import type { GateRun } from '#core/gate/gate-outcome.ts';
import type { TaskReport } from '#core/report/task-report.ts';
import type { LoadTest } from '#gates/gate-evidence.ts';
import type { PairedComparison } from '#gates/paired-comparison.ts';
import type { DatasetProblem } from '#evaluate/dataset/labelled-dataset.ts';
import type { RobustnessResult } from '#validation/robustness/suite.ts';

/** The result of an evaluation as plain JSON, which the headless commands print. */
export interface EvaluationSummary {
  readonly report: TaskReport;
  /** The report of the baseline on the same items; `null` without one, or if its predictions are the ground truth. */
  readonly baseline: TaskReport | null;
  /**
   * The comparison by correct items; `null` unless the baseline is scored by its own fraction of correct items.
   */
  readonly comparison: PairedComparison | null;
  /** The verdict of the gate file; `null` without one. */
  readonly gateRun: GateRun | null;
  /** The scores on corrupted items; `null` if they did not run. */
  readonly robustness: RobustnessResult | null;
  /** The load test; `null` if there was none. */
  readonly loadTest: LoadTest | null;
  readonly problems: readonly DatasetProblem[];
  /** The classes of the dataset that match no model label, or several; their items did not run. */
  readonly unmatchedClasses: readonly string[];
  readonly failed: readonly { readonly path: string; readonly code: ErrorCode; readonly facts: ErrorFacts }[];
}

/** The result for automation clients and the headless commands. */
export interface EvaluationOutcome extends EvaluationSummary {
  /** CSV with the prediction, main score and times of each item. */
  readonly itemsTable: string;
}
