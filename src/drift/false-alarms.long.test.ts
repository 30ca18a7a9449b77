import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Observation } from '#core/task/observation.ts';
import { compareWindows } from './compare-windows.ts';

const comparisons = 1_000;
/** Inputs of each window, as a deployment retains them. */
const inputs = 200;
const hours = 100;

test('without drift, at most 5% of 1,000 comparisons of all kinds of features raise an alarm', () => {
  const random = createSeededRandom(21);
  const observe = (): Observation => {
    const certainty = random() ** 2;
    return {
      numbers: {
        confidence: 1 - certainty * 0.9,
        margin: 1 - certainty,
        entropy: certainty,
        brightness: random() + random(),
        sharpness: random() ** 3,
      },
      category: 'abcdefghij'[Math.floor(random() ** 2 * 10)]!,
      vector: Float32Array.from({ length: 4 }, () => random() + certainty),
    };
  };
  const window = () => Array.from({ length: inputs }, observe);
  const latency = () => ({
    hours: Array.from({ length: hours }, (_, hour) => hour),
    latenciesMs: Array.from({ length: hours }, () => 20 + random()),
  });
  let alarms = 0;
  for (let round = 0; round < comparisons; round++) {
    const report = compareWindows(window(), window(), latency());
    expect(report.parts).toHaveLength(8);
    if (report.verdict === 'drift') alarms++;
  }
  expect(alarms).toBeLessThanOrEqual(0.05 * comparisons);
  expect(alarms).toBeGreaterThan(0); // the tests are not so conservative that they never detect drift
}, 600_000);
