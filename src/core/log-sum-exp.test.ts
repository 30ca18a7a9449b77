import { expect, test } from 'vitest';
import { logSumExp } from './log-sum-exp.ts';

test('logits beyond the range of exp are summed without overflow', () => {
  // scipy.special.logsumexp([1000, 1001, -1000])
  expect(logSumExp(Float32Array.of(1000, 1001, -1000))).toBeCloseTo(1001.3132616875182, 10);
});
