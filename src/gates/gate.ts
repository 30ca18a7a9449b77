import type { Engine } from '#core/engine/engines.ts';
import type { ErrorCode } from '#core/errors/error.ts';
import type { NoIntervalReason } from '#core/task/evaluation.ts';
import type { Comparator, GateInterval, GateUnit } from '#core/gate/gate-outcome.ts';
import type { GateEvidence } from './gate-evidence.ts';
import type { LimitSource } from './limit-sources.ts';

/** The measurement of a gate, in its unit. */
export interface GateMeasurement {
  readonly value: number;
  /** `exact` if the value has no sampling error, e.g. a file size. */
  readonly interval: GateInterval | 'exact';
  /** The number of items or samples measured; 1 for a value that is read once. */
  readonly n: number;
  /** The measured metric or percentile, if the gate has a choice. */
  readonly metric?: string;
}

/** Why a gate was not measured, with the facts that the text names. */
export type NotMeasured =
  | { readonly code: MissingEvidence }
  | { readonly code: 'no-such-metric'; readonly facts: { readonly metric: string } }
  | { readonly code: 'metric-is-error'; readonly facts: { readonly metric: string } }
  | { readonly code: 'metric-is-not-error'; readonly facts: { readonly metric: string } }
  | { readonly code: 'metric-is-not-fraction'; readonly facts: { readonly metric: string } }
  | { readonly code: 'baseline-without-quality'; readonly facts: { readonly metric: string } }
  | { readonly code: 'no-quality-ratio'; readonly facts: { readonly metric: string } }
  /** The score covers only the other items, which may be easier: a model could fail on exactly the difficult ones. */
  | { readonly code: 'items-failed'; readonly facts: { readonly metric: string; readonly failed: number } }
  | { readonly code: 'items-not-run'; readonly facts: { readonly notRun: number } }
  | { readonly code: 'unreliable-run'; readonly facts: { readonly validity: string } }
  | { readonly code: 'too-few-samples'; readonly facts: { readonly n: number; readonly needs: number } }
  | { readonly code: 'run-failed'; readonly facts: { readonly error: ErrorCode } }
  | { readonly code: 'run-too-short'; readonly facts: { readonly ms: number; readonly needsMs: number } }
  /** Without an interval, the value cannot decide the gate. */
  | {
      readonly code: 'no-interval';
      readonly facts: { readonly metric: string; readonly why: NoIntervalReason | 'unknown' };
    };

/** The reason that a gate does not apply to a model: only models of this kind have its value. */
export interface NotApplicable {
  readonly code: 'other-model-kind';
  readonly facts: { readonly kind: Engine['kind'] };
}

/** Evidence that is absent, because it was not measured or cannot be measured on this device. */
export type MissingEvidence =
  | 'no-baseline'
  | 'no-scores'
  | 'no-paired-scores'
  | 'no-times'
  | 'not-interleaved'
  | 'no-tokens'
  | 'no-memory'
  | 'no-load-test'
  | 'no-sustained-run'
  | 'no-network-record'
  | 'no-power-meter'
  | 'no-robustness-suite'
  | 'no-security-suite'
  | 'no-agreement'
  | 'no-model-size';

export const percentiles = { p50: 0.5, p90: 0.9, p95: 0.95 } as const;

/** The options of a gate that a gate file can set. */
export interface GateOptions {
  /** Id of a metric; if absent, the main score of the task. */
  readonly metric?: string;
  readonly percentile?: keyof typeof percentiles;
}

/** A requirement on a model: a file named after its id, and a line in the index. */
export interface Gate {
  readonly unit: GateUnit;
  readonly comparator: Comparator;
  /** The only kind of model that has such a value; absent if all kinds do. */
  readonly modelKind?: Engine['kind'];
  /** Whether it compares the model with a baseline. */
  readonly isRelative: boolean;
  readonly limit: { readonly value: number; readonly source: LimitSource };
  /** The highest possible value, if a gate file may set it as the limit; every model would meet that limit. */
  readonly maxValue?: number;
  /** The lowest number of samples that a gate file may require, and the default; absent if the gate has no samples. */
  readonly minSamples?: number;
  /** What a sample of the gate is: an item of the dataset, or an item whose time counts. Absent if it is neither. */
  readonly sampledBy?: 'item' | 'timed-item';
  /**
   * The lowest number of items with which a fraction of items can pass the limit: that of a run in which all are right,
   * or all the same as on the baseline. Absent if the gate has no such number.
   */
  readonly countItemsToPass?: (limit: number) => number;
  /** The performance test that it needs, which runs after the items. */
  readonly performanceTest?: 'load-test' | 'sustained-run';
  /** The options that a gate file can set for it. */
  readonly options?: readonly (keyof GateOptions)[];
  measure(evidence: GateEvidence, options: GateOptions): GateMeasurement | NotMeasured;
}
