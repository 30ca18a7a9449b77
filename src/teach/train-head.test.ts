import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { drawNormalVariate } from '#statistics/normal-variate.ts';
import { compareHeads } from './compare-heads.ts';
import type { Head } from './head.ts';
import { trainHead, type Example, type TrainingRequest } from './train-head.ts';

const labels = ['cat', 'dog'];

/**
 * Creates examples with two features. The class determines which of them is larger, by `distance` standard deviations.
 */
function createExamples(perClass: number, distance: number, backboneLabel: string | null = null): Example[] {
  const random = createSeededRandom(5);
  const drawNormal = () => drawNormalVariate(random);
  return labels.flatMap((label, at) =>
    Array.from({ length: perClass }, (_, index) => {
      const values = [drawNormal(), drawNormal()];
      values[at]! += distance;
      return { label, isHeldOut: index % 5 === 0, features: [Float32Array.from(values)] as const, backboneLabel };
    }),
  );
}

const createRequest = (examples: readonly Example[], fields: Partial<TrainingRequest> = {}): TrainingRequest => ({
  labels,
  examples,
  hasBackboneLabels: false,
  current: null,
  seed: 1,
  ...fields,
});

test('separate classes are learned, with the most frequent class as the baseline', () => {
  const {
    accuracy,
    interval,
    curve,
    outcomes: createOutcomes,
    comparison,
  } = trainHead(createRequest(createExamples(20, 8)));
  expect(accuracy).toBe(1);
  // Wilson's interval of 8 of 8, by statsmodels' proportion_confint(8, 8, method='wilson').
  expect(interval).toEqual([expect.closeTo(0.67559, 4), 1]);
  expect(curve.map(({ pictures }) => pictures)).toEqual([8, 16, 24, 32]);
  expect(createOutcomes).toHaveLength(8);
  expect(comparison).toMatchObject({ baseline: 'frequent-class', before: 0.5, after: 1, isAccepted: true });
});

test("the backbone's predictions are the baseline if it has labels for all classes", () => {
  const examples = createExamples(20, 8, 'dog');
  const { comparison } = trainHead(createRequest(examples, { hasBackboneLabels: true }));
  expect(comparison).toMatchObject({ baseline: 'own-labels', counts: { both: 4, onlyCandidate: 4 } });
});

test('a head trained on wrong labels does not replace a better one', () => {
  const examples = createExamples(20, 8);
  const { head } = trainHead(createRequest(examples));
  const swap = ({ label, ...example }: Example): Example => ({ ...example, label: label === 'cat' ? 'dog' : 'cat' });
  const swapped = examples.map((example) => (example.isHeldOut ? example : swap(example)));
  const { comparison } = trainHead(createRequest(swapped, { current: head }));
  expect(comparison).toMatchObject({ baseline: 'head', before: 1, after: 0, isAccepted: false });
  expect(comparison.lostClasses.map(({ label }) => label)).toEqual(labels);
});

test('heads with different classes are compared on the classes that both have', () => {
  const current: Head = {
    labels: ['cat', 'bird'],
    length: 2,
    weights: new Float32Array(4),
    bias: Float32Array.of(1, 0),
  };
  const { comparison } = trainHead(createRequest(createExamples(20, 8), { current }));
  expect(comparison).toMatchObject({ baseline: 'head', counts: { both: 4 } });
});

test('a head is rejected if a class loses more than a tenth and more than one of its images', () => {
  const createOutcomes = (right: readonly number[]) =>
    right.flatMap((count, at) =>
      Array.from({ length: 10 }, (_, index) => ({ truth: `${at}`, predictions: [index < count ? `${at}` : 'x'] })),
    );
  const gained = compareHeads(createOutcomes([8, 4]), createOutcomes([6, 10]));
  expect(gained).toMatchObject({ before: 0.6, after: 0.8, isAccepted: false });
  expect(gained.lostClasses).toEqual([{ label: '0', before: 8, after: 6 }]);
  expect(compareHeads(createOutcomes([8, 4]), createOutcomes([7, 5])).isAccepted).toBe(true);
  // Two images lost and none gained: P(0 of 2) = 1 / 4.
  const lost = compareHeads(createOutcomes([8, 4]), createOutcomes([7, 3]));
  expect(lost).toMatchObject({ isAccepted: false, mcnemar: { candidateWorse: expect.closeTo(0.25, 9) } });
});
