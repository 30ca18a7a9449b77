import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { scoreClasses } from './class-report.ts';
import { classificationMetrics } from './classification.ts';
import { computeConfusionMatrix } from './confusion-matrix.ts';
import { scoreDataset } from './score-dataset.ts';
import reference from './reference-values/classification.json' with { type: 'json' };

// Expected values are from scikit-learn (reference-values/classification.py), unless noted otherwise.
test.each(classificationMetrics)('$id of 90 items matches scikit-learn', ({ id, compute }) => {
  expect(compute(reference.outcomes)).toBeCloseTo(reference.scores[id as keyof typeof reference.scores], 12);
});

test('precision, recall and F1 of every class match scikit-learn, with null where it substitutes 0', () => {
  const report = scoreClasses(reference.outcomes);
  expect(report.map(({ label }) => label).sort()).toEqual(Object.keys(reference.classes));
  for (const { label, support, precision, recall, f1 } of report) {
    const expected = reference.classes[label as keyof typeof reference.classes];
    expect(support).toBe(expected.items);
    expect(precision ?? 0).toBeCloseTo(expected.precision, 12);
    expect(recall ?? 0).toBeCloseTo(expected.recall, 12);
    expect(f1).toBeCloseTo(expected.f1, 12);
  }
  expect(report.find(({ label }) => label === 'gnu')).toMatchObject({ support: 0, recall: null });
});

test('the confusion matrix matches scikit-learn, and its cells list every item once', () => {
  const { classes, cells } = computeConfusionMatrix(reference.outcomes);
  expect(classes).toEqual(reference.confusion.classes);
  const counts = classes.map((truth) =>
    classes.map(
      (prediction) => cells.find((cell) => cell.truth === truth && cell.prediction === prediction)?.items.length ?? 0,
    ),
  );
  expect(counts).toEqual(reference.confusion.counts);
  const items = cells.flatMap((cell) => cell.items);
  expect(items.toSorted((a, b) => a - b)).toEqual(reference.outcomes.map((_, item) => item));
});

test('defines no score without items, and no top-5 for a model with three classes', () => {
  expect(classificationMetrics.map(({ compute }) => compute([]))).toEqual([null, null, null, null, null]);
  const outcome = { truth: 'a', predictions: ['b', 'a', 'c'], confidence: 0.5 };
  expect(classificationMetrics.find(({ id }) => id === 'top-5')?.compute([outcome])).toBeNull();
});

test('counts an item without a prediction as wrong, in a separate cell', () => {
  const outcome = { truth: 'a', predictions: [], confidence: 0 };
  expect(classificationMetrics[0]?.compute([outcome])).toBe(0);
  expect(computeConfusionMatrix([outcome]).cells).toEqual([{ truth: 'a', prediction: null, items: [0] }]);
});

test('puts a confidence of 1 into the last bin of the calibration error', () => {
  const confidentOutcome = { truth: 'a', predictions: ['a'], confidence: 1 };
  const calibration = classificationMetrics.find(({ id }) => id === 'calibration-error');
  expect(calibration?.compute([confidentOutcome])).toBe(0);
  expect(calibration?.compute([{ ...confidentOutcome, truth: 'b' }])).toBe(1);
});

test('the expected calibration error has a bootstrap interval that includes it, from 20 items on', () => {
  const random = createSeededRandom(4);
  const outcomes = Array.from({ length: 200 }, (_, item) => ({
    truth: 'cat',
    predictions: item % 5 === 0 ? ['dog'] : ['cat'],
    confidence: 0.5 + random() / 2,
  }));
  const metric = classificationMetrics.find(({ id }) => id === 'calibration-error')!;
  const [score] = scoreDataset(outcomes, [metric]);
  const [low, high] = score!.interval!;
  expect(low).toBeLessThan(score!.value);
  expect(high).toBeGreaterThan(score!.value);
  expect(scoreDataset(outcomes.slice(0, 19), [metric])[0]).toMatchObject({ n: 19, noInterval: 'too-few-items' });
});
