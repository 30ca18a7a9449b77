import { minSamples, samplesNeeded } from '#bench/method.ts';
import type { MonitorSummary } from './merge-windows.ts';
import { countErrors } from './monitor-window.ts';
import { TDigest } from './t-digest.ts';

/** The measures of a period, for charts, tables and alert rules. */
export const measureIds = [
  'runs',
  'latency-p50',
  'latency-p95',
  'latency-p99',
  'wait-p95',
  'error-rate',
  'cancel-rate',
  'dropped-frames',
  'confidence',
  'margin',
  'entropy',
  'brightness',
  'contrast',
  'saturation',
  'sharpness',
  'agreement',
] as const;
export type MeasureId = (typeof measureIds)[number];

/**
 * The feature and probability of measures that are quantiles. Every other feature is measured by its median, under its
 * own id.
 */
const quantiles: Partial<Record<MeasureId, { readonly feature: string; readonly probability: number }>> = {
  'latency-p50': { feature: 'latency', probability: 0.5 },
  'latency-p95': { feature: 'latency', probability: 0.95 },
  'latency-p99': { feature: 'latency', probability: 0.99 },
  'wait-p95': { feature: 'wait', probability: 0.95 },
};

/** The minimum number of values for each quantile (R6). With fewer, it is not reported. */
const minValues = new Map([
  [0.5, minSamples],
  [0.95, samplesNeeded.p95],
  [0.99, samplesNeeded.p99],
]);

/** A measured value, and the number of runs or values on which it is based. */
export interface MeasuredValue {
  readonly value: number;
  readonly n: number;
}

/**
 * Reads a measure: times in milliseconds, rates as fractions of the runs, features as their median.
 * @returns `null` if there are too few runs
 */
export function readMeasure(summary: MonitorSummary, id: MeasureId): MeasuredValue | null {
  const { runs, cancelled, droppedFrames } = summary;
  if (id === 'runs') return { value: runs, n: runs };
  if (id === 'dropped-frames') return { value: droppedFrames, n: runs };
  if (id === 'error-rate') return runs === 0 ? null : { value: countErrors(summary) / runs, n: runs };
  if (id === 'cancel-rate')
    return runs + cancelled === 0 ? null : { value: cancelled / (runs + cancelled), n: runs + cancelled };
  const { feature, probability } = quantiles[id] ?? { feature: id, probability: 0.5 };
  return readQuantile(summary, feature, probability);
}

/** Reads a quantile of a feature; `null` if there are too few values for it. */
export function readQuantile({ digests }: MonitorSummary, feature: string, probability: number): MeasuredValue | null {
  const packed = digests[feature];
  if (!packed) return null;
  const digest = TDigest.unpack(packed);
  if (digest.count < (minValues.get(probability) ?? minSamples)) return null;
  return { value: digest.estimateQuantile(probability), n: digest.count };
}
