import { minSamples, samplesNeeded } from '#bench/method.ts';
import type { MonitorSummary } from './merge-windows.ts';
import { countErrors } from './monitor-window.ts';
import { TDigest } from './t-digest.ts';

/** What charts, tables and alert rules show of a period. */
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

/** The distribution of which a measure is a quantile. */
const quantiles: Partial<Record<MeasureId, { readonly feature: string; readonly probability: number }>> = {
  'latency-p50': { feature: 'latency', probability: 0.5 },
  'latency-p95': { feature: 'latency', probability: 0.95 },
  'latency-p99': { feature: 'latency', probability: 0.99 },
  'wait-p95': { feature: 'wait', probability: 0.95 },
};

/** Values that a quantile needs (R6): of fewer, it is not reported. */
const needs = new Map([
  [0.5, minSamples],
  [0.95, samplesNeeded.p95],
  [0.99, samplesNeeded.p99],
]);

/** A measured value and the number of runs that it is based on. */
export interface MeasuredValue {
  readonly value: number;
  readonly n: number;
}

/**
 * Times in milliseconds, rates as fractions of the runs, features as their median.
 * @returns `null` if there are too few runs for it
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

/** A quantile of a feature; `null` if there are too few values for it. */
export function readQuantile({ digests }: MonitorSummary, feature: string, probability: number): MeasuredValue | null {
  const packed = digests[feature];
  if (!packed) return null;
  const digest = TDigest.unpack(packed);
  if (digest.count < (needs.get(probability) ?? minSamples)) return null;
  return { value: digest.estimateQuantile(probability), n: digest.count };
}
