import { expect, test } from 'vitest';
import { estimateInterleavedRatio } from './interleaved-ratio.ts';
import values from './reference-values/scipy-values.json' with { type: 'json' };

// Expected: SciPy, by reference-values/scipy-values.py.
test.each(values.interleaved)(
  'the interval of the ratio of $blocks.length blocks inverts SciPy’s signed-rank test',
  (expected) => {
    const { ratio, interval, p } = estimateInterleavedRatio(expected.blocks)!;
    expect(ratio).toBeCloseTo(expected.ratio, 10);
    expect(p).toBeCloseTo(expected.p, 10);
    expect(interval).toEqual(expected.interval.map((bound): unknown => expect.closeTo(bound, 8)));
  },
);
