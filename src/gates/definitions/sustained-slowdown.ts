import { median } from '#statistics/quantiles.ts';
import { estimateTheilSenSlope } from '#statistics/theil-sen.ts';
import type { Gate } from '../gate.ts';
import { toOneSided95 } from '../measure/intervals.ts';
import { selectReliableTimes } from '../measure/reliable-times.ts';

/** The time that a fanless device takes to heat up. Heuristic, not measured. */
const minDurationMs = 600_000;

/**
 * Measures how much slower inferences become during a long run, as a fraction of the median: the trend of the medians
 * of its parts. It does not identify the cause, such as thermal throttling.
 */
export const sustainedSlowdown: Gate = {
  unit: 'fraction',
  comparator: '<=',
  isRelative: false,
  limit: { value: 0.1, source: 'no-difference' },
  minSamples: 20,
  performanceTest: 'sustained-run',
  measure({ candidate, sustainedRun: run }) {
    const medians = selectReliableTimes(candidate, run?.medians, 'no-sustained-run');
    if ('code' in medians) return medians;
    const { durationMs: ms, error } = run!;
    if (error !== undefined) return { code: 'run-failed', facts: { error } };
    if (ms < minDurationMs) return { code: 'run-too-short', facts: { ms, needsMs: minDurationMs } };
    const n = medians.length;
    const values = medians.map((part) => part.ms);
    const trend = estimateTheilSenSlope(
      medians.map(({ atMs }) => atMs),
      values,
    );
    if (!trend) return { code: 'too-few-samples', facts: { n, needs: 5 } };
    const scale = ms / median(values);
    const [low, high] = trend.interval;
    return { value: trend.slope * scale, interval: toOneSided95([low * scale, high * scale]), n };
  },
};
