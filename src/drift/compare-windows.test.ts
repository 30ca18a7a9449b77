import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Observation } from '#core/task/observation.ts';
import { compareWindows, listUncomparedFeatures } from './compare-windows.ts';

/** Creates observations of a classifier whose features are correlated, like those of real images. */
function sampleObservations(count: number, random: () => number, shift = 0): readonly Observation[] {
  return Array.from({ length: count }, () => {
    const certainty = random() ** 2;
    return {
      numbers: { confidence: 1 - certainty * 0.9, margin: 1 - certainty, brightness: random() + random() + shift },
      category: 'abcd'[Math.floor(random() * 4)]!,
    };
  });
}

test('data from the same source raises at most 5% of false alarms in 1,000 comparisons', () => {
  const random = createSeededRandom(11);
  const alarms = Array.from({ length: 1000 }, () =>
    compareWindows(sampleObservations(40, random), sampleObservations(60, random)),
  ).filter(({ verdict }) => verdict === 'drift');
  expect(alarms.length).toBeLessThanOrEqual(50);
});

test('a shift of one feature is detected and listed first', () => {
  const random = createSeededRandom(2);
  const report = compareWindows(sampleObservations(100, random), sampleObservations(100, random, 0.5));
  expect(report).toMatchObject({ verdict: 'drift', referenceItems: 100, currentItems: 100 });
  expect(report.parts[0]).toMatchObject({ kind: 'numeric', feature: 'brightness' });
  expect(report.p).toBe(report.parts[0]!.adjustedP);
  expect(report.parts.map(({ feature }) => feature).sort()).toEqual([
    'brightness',
    'confidence',
    'margin',
    'predicted-class',
  ]);
});

test('the class whose fraction changed most is reported with both fractions', () => {
  const predicted = (label: string, count: number) =>
    Array.from({ length: count }, (): Observation => ({ numbers: {}, category: label }));
  const report = compareWindows(
    [...predicted('cat', 50), ...predicted('dog', 30), ...predicted('fox', 20)],
    [...predicted('cat', 20), ...predicted('dog', 50), ...predicted('fox', 30)],
  );
  expect(report).toMatchObject({
    verdict: 'drift',
    parts: [{ kind: 'categorical', mostChanged: { label: 'cat', reference: 0.5, current: 0.2 } }],
  });
});

test('classes that are too rare for the test are combined into one', () => {
  const random = createSeededRandom(4);
  const observe = (): Observation => ({ numbers: {}, category: random() < 0.7 ? 'common' : String(random()) });
  const window = () => Array.from({ length: 100 }, observe);
  expect(compareWindows(window(), window()).verdict).toBe('no-drift'); // although no rare class occurs in both sets
});

test('embeddings with a shifted centre are detected', () => {
  const random = createSeededRandom(6);
  const window = (centre: number) =>
    Array.from({ length: 30 }, (): Observation => {
      return { numbers: {}, vector: Float32Array.from({ length: 8 }, () => centre + random()) };
    });
  expect(compareWindows(window(0), window(1))).toMatchObject({ verdict: 'drift', parts: [{ kind: 'vector' }] });
  expect(compareWindows(window(0), window(0)).verdict).toBe('no-drift');
});

describe('no drift is reported', () => {
  test('of fewer than 20 items', () => {
    const few = sampleObservations(19, createSeededRandom(1));
    const many = sampleObservations(100, createSeededRandom(2), 5);
    expect(compareWindows(few, many)).toEqual({
      referenceItems: 19,
      currentItems: 100,
      verdict: 'not-measured',
      p: null,
      parts: [],
    });
  });

  test('without any feature', () => {
    const window = Array.from({ length: 30 }, (): Observation => ({ numbers: {} }));
    expect(compareWindows(window, window)).toMatchObject({ verdict: 'not-measured', p: null });
  });
});

test('a steady rise in latency raises the signal', () => {
  const random = createSeededRandom(8);
  const hours = Array.from({ length: 48 }, (_, hour) => hour);
  const compare = (perHour: number) =>
    compareWindows(sampleObservations(60, random), sampleObservations(60, random), {
      hours,
      latenciesMs: hours.map((hour) => 20 + perHour * hour + random()),
    });
  const rising = compare(0.1);
  expect(rising).toMatchObject({ verdict: 'drift', parts: [{ kind: 'trend', feature: 'latency' }, {}, {}, {}, {}] });
  expect(rising.parts[0]).toMatchObject({ from: expect.closeTo(20.5, 0), to: expect.closeTo(25.2, 0) } as object);
  expect(compare(0).parts.find(({ kind }) => kind === 'trend')?.adjustedP).toBeGreaterThan(0.05);
});

test('a feature that only some observations have is compared if at least five of each set have it', () => {
  const random = createSeededRandom(9);
  const window = (shift: number, measured: number) =>
    Array.from({ length: 40 }, (_, index): Observation => {
      return { numbers: { confidence: random(), ...(index < measured && { brightness: random() + shift }) } };
    });
  expect(compareWindows(window(0, 20), window(5, 4)).parts.map(({ feature }) => feature)).toEqual(['confidence']);
  expect(compareWindows(window(0, 20), window(5, 20)).parts[0]).toMatchObject({ feature: 'brightness' });
});

test('features with too few values are listed with their counts, also expected ones that were never measured', () => {
  const observe = (count: number, measured: number) =>
    Array.from({ length: count }, (_, index) => ({
      numbers: { confidence: index, ...(index < measured && { brightness: index }) },
    }));
  const [reference, current] = [observe(20, 4), observe(20, 20)];
  expect(compareWindows(reference, current).parts.map(({ feature }) => feature)).toEqual(['confidence']);
  expect(listUncomparedFeatures(reference, current, ['brightness', 'contrast'])).toEqual([
    { feature: 'brightness', reference: 4, current: 20, needed: 5 },
    { feature: 'contrast', reference: 0, current: 0, needed: 5 },
  ]);
  expect(listUncomparedFeatures(current, current)).toEqual([]);
});
