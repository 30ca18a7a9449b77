import { estimateInterleavedRatio, minBlocks } from '#statistics/interleaved-ratio.ts';
import type { Gate } from '../gate.ts';
import { toTwoSided95 } from '../measure/intervals.ts';
import { selectReliableTimes } from '../measure/reliable-times.ts';

/** Measures how many times as fast as the baseline the candidate is; `minSamples` counts ABBA blocks. */
export const speedUp: Gate = {
  unit: 'ratio',
  comparator: '>=',
  isRelative: true,
  limit: { value: 2, source: 'own-choice' },
  minSamples: minBlocks,
  sampledBy: 'timed-item', // a small dataset runs in blocks of one item (`evaluate/run/run-dataset.ts`)
  measure({ candidate, baseline, interleaved }) {
    if (!baseline) return { code: 'no-baseline' };
    const times = selectReliableTimes(candidate, interleaved?.blocks, 'not-interleaved');
    if ('code' in times) return times;
    const n = times.length;
    const result = estimateInterleavedRatio(
      times.map(({ baselineMs, candidateMs }) => ({ a: baselineMs, b: candidateMs })),
    );
    return result
      ? { value: result.ratio, interval: toTwoSided95(result.interval), n }
      : { code: 'too-few-samples', facts: { n, needs: minBlocks } };
  },
};
