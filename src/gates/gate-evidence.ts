import type { Engine } from '#core/engine/engines.ts';
import type { ErrorCode } from '#core/errors/error.ts';
import type { Score } from '#core/task/evaluation.ts';
import type { Validity } from '#core/report/report-header.ts';
import type { PairedCounts } from '#statistics/paired-counts.ts';

/** The evidence for all gates. Unmeasured evidence is absent, and the gates that need it return `not-measured`. */
export interface GateEvidence {
  /** The kind of model, the same for both. */
  readonly modelKind: Engine['kind'];
  readonly candidate: ModelEvidence;
  readonly baseline?: ModelEvidence;
  /** Scores of both models on the same items, the main score of the task first. */
  readonly paired?: readonly PairedScore[];
  readonly interleaved?: InterleavedTimes;
  readonly loadTest?: LoadTest;
  readonly sustainedRun?: SustainedRun;
  readonly network?: NetworkRecord;
  readonly robustness?: RobustnessScore;
  readonly security?: SuiteScore;
}

/** The measurements of one model on this device. */
export interface ModelEvidence {
  /** Size of all files of the model; `null` if they are on a server. */
  readonly sizeBytes: number | null;
  /** Scores on the labelled dataset, the main score of the task first. */
  readonly scores?: readonly MetricScore[];
  /** The validity of the run that measured the times below; gates use them only if it is reliable. */
  readonly validity?: Validity;
  /** Times of single, sequential inferences, without interrupted ones. */
  readonly latenciesMs?: readonly number[];
  /** Time per generated token, one value per answer. */
  readonly tokenMs?: readonly number[];
  /** Times from the call to the first token. */
  readonly firstTokenMs?: readonly number[];
  /** The peak of the memory that the engine reports, from one source (R26). */
  readonly memoryBytes?: number;
  /** Readings of the device's power by a meter during inference. */
  readonly powerWatts?: readonly number[];
  /**
   * Agreement of the results with the baseline's on the same items, or of the outputs with a reference run of the same
   * model.
   */
  readonly agreement?: AgreementEvidence;
}

export interface AgreementEvidence {
  /** `cosine` for the lowest cosine of the outputs, or the metric that compares results of items. */
  readonly metric: string;
  readonly value: number;
  /** The number of outputs or items. */
  readonly n: number;
  /** Each end is a one-sided bound of 95% confidence; `exact` for outputs of the same inputs. */
  readonly interval: readonly [low: number, high: number] | 'exact';
  readonly unscored?: UnscoredItems;
}

export interface MetricScore extends Score {
  /** Whether a smaller value is better, as for error rates. */
  readonly isError?: boolean;
  readonly unscored?: UnscoredItems;
}

/** Items of the dataset that a score omits although the candidate should have been scored on them. */
export interface UnscoredItems {
  /** The items that the candidate failed on, for a metric without a value for failures. */
  readonly failed: number;
  /** The items that did not run because the run was stopped. */
  readonly notRun: number;
}

/** One metric of two models on the same items. */
export interface PairedScore {
  readonly metric: string;
  readonly unscored?: UnscoredItems;
  readonly isError?: boolean;
  /**
   * Items that both models were scored on; with `counts`, items on which only the candidate failed are included as
   * wrong.
   */
  readonly n: number;
  readonly baseline: number;
  readonly candidate: number;
  /** The number of items that each model gets right, for a metric that is a fraction of items. */
  readonly counts?: PairedCounts;
  /**
   * Returns both scores on a resample of the items; absent with `counts`, which have an exact interval.
   * @param counts how often each item was drawn
   * @returns `null` if a score is not defined on these items
   */
  resample?(counts: Uint32Array): readonly [baseline: number, candidate: number] | null;
}

/** Both models timed in one visit, in interleaved blocks (ABBA), so drift of the machine affects both equally. */
export interface InterleavedTimes {
  readonly blocks: readonly { readonly baselineMs: readonly number[]; readonly candidateMs: readonly number[] }[];
}

/** Requests from several concurrent callers; the queue of the open model processes them one after the other. */
export interface LoadTest {
  readonly concurrency: number;
  /** Requests under load. */
  readonly requests: number;
  /** Requests that ended in an error or in an output that is not finite. */
  readonly failed: number;
  /** Times that the requests waited in the queue. */
  readonly waitsMs: readonly number[];
  /** Time per completed request, one at a time and under load, in interleaved phases. */
  readonly blocks: readonly { readonly aloneMs: readonly number[]; readonly loadedMs: readonly number[] }[];
}

/** A long run at a constant load. */
export interface SustainedRun {
  readonly durationMs: number;
  /** The error that ended the run early, if the engine failed. */
  readonly error?: ErrorCode;
  /** Medians of equal intervals of the run, in order, at the middle of each interval. */
  readonly medians: readonly { readonly atMs: number; readonly ms: number }[];
}

/** The requests during the run, as the browser recorded them. */
export interface NetworkRecord {
  /** Hosts other than the app's own. */
  readonly hosts: readonly string[];
  /** Requests in the record, to any host. */
  readonly requests: number;
}

/** The result of a validation suite. */
export interface SuiteScore {
  readonly value: number;
  /** The number of items or checks. */
  readonly n: number;
}

export interface RobustnessScore extends SuiteScore {
  readonly metric: string;
  /** Each end is a one-sided bound of 95% confidence; `null` if a score has none. */
  readonly interval: readonly [low: number, high: number] | null;
}
