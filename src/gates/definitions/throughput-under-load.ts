import { estimateInterleavedRatio, minBlocks } from '#statistics/interleaved-ratio.ts';
import type { Gate } from '../gate.ts';
import { toTwoSided95 } from '../measure/intervals.ts';

/**
 * Measures requests per second with a filled queue, as a ratio to requests one at a time; `minSamples` counts blocks.
 */
export const throughputUnderLoad: Gate = {
  unit: 'ratio',
  comparator: '>=',
  isRelative: false,
  limit: { value: 0.9, source: 'no-difference' },
  minSamples: minBlocks,
  performanceTest: 'load-test',
  measure({ loadTest }) {
    if (!loadTest) return { code: 'no-load-test' };
    const n = loadTest.blocks.length;
    const result = estimateInterleavedRatio(
      loadTest.blocks.map(({ aloneMs, loadedMs }) => ({ a: aloneMs, b: loadedMs })),
    );
    return result
      ? { value: result.ratio, interval: toTwoSided95(result.interval), n }
      : { code: 'too-few-samples', facts: { n, needs: minBlocks } };
  },
};
