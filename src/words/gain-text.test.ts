import { expect, test } from 'vitest';
import { format } from './en/format.ts';
import { gainPhrases } from './en/deployments/remedies.ts';
import { formatGain } from './gain-text.ts';

test.each([
  ['latency', 0.773, [0.73, 0.82], '22.7% slower (95% interval: 27% slower to 18% slower)'],
  ['latency', 2, [1.8, 2.2], '100% faster (95% interval: 80% faster to 120% faster)'],
  ['memory', 2, [2, 2], '50% less memory'],
  ['memory', 0.8, [0.8, 0.8], '25% more memory'],
  ['accuracy', 1, [0.95, 1.05], 'no change (95% interval: 5% fewer correct results to 5% more correct results)'],
] as const)('a gain in %s of %f is described as a percentage', (symptom, ratio, interval, expected) => {
  expect(formatGain(symptom, { ratio, interval }, gainPhrases, format.percent)).toBe(expected);
});
