import { expect, test } from 'vitest';
import { fitHead } from './fit-head.ts';
import { classifyFeatures } from './head.ts';
import { minimise } from './minimise.ts';
import reference from './reference-values/logistic_regression.json' with { type: 'json' };

test.each(reference.cases)(
  'with C = $c, the probabilities of new features are those of scikit-learn',
  ({ c, labels, features, tested, probabilities }) => {
    const rows = features.map((values, row) => ({ features: Float32Array.from(values), label: labels[row]! }));
    const labelNames = [...new Set(labels)].map(String);
    const head = fitHead(rows, labelNames, c);
    for (const [index, values] of tested.entries())
      for (const [label, probability] of classifyFeatures(head, Float32Array.from(values)).entries())
        expect(probability).toBeCloseTo(probabilities[index]![label]!, 5);
  },
);

test('fitting is deterministic, and constant features give equal probabilities', () => {
  const rows = [0, 1, 2, 3].map((label) => ({ features: Float32Array.of(1, 1), label: label % 2 }));
  const head = fitHead(rows, ['a', 'b']);
  expect(fitHead(rows, ['a', 'b'])).toEqual(head);
  expect([...classifyFeatures(head, Float32Array.of(1, 1))]).toEqual([0.5, 0.5]);
});

test('L-BFGS finds the minimum of the Rosenbrock function', () => {
  // Its minimum is 0 at (1, 1) (Rosenbrock 1960).
  const rosenbrock = ([x = 0, y = 0]: Float64Array, gradient: Float64Array) => {
    gradient.set([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)]);
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
  };
  const solution = minimise(rosenbrock, Float64Array.of(-1.2, 1), { tolerance: 1e-8, maxIterations: 200 });
  expect([...solution]).toEqual([expect.closeTo(1, 6), expect.closeTo(1, 6)]);
});
