import { expect, test } from 'vitest';
import { compareNextToken, nextTokenMetrics, perplexityMetrics, perplexityWindows } from './language-model.ts';
import peer from './peers/arrays.json' with { type: 'json' };
import { classOverlaps, segmentationMetrics, segmentationOutcome } from './segmentation.ts';
import { similarityMetrics } from './similarity.ts';
import { tensorMetrics, tensorOutcome } from './tensors.ts';

// Expected: scikit-learn and SciPy, by peers/arrays.py, unless noted otherwise.
const { masks, pairs, tensors, logits } = peer;

const maskOutcomes = masks.truth.map((truth, image) =>
  segmentationOutcome(
    { classes: Uint8Array.from(masks.predicted[image]!), labels: masks.predictedLabels },
    { classes: Uint8Array.from(truth), labels: masks.truthLabels },
  ),
);

test.each(segmentationMetrics)('$id matches scikit-learn on masks with void pixels', ({ id, compute }) => {
  expect(compute(maskOutcomes)).toBeCloseTo(masks.scores[id as keyof typeof masks.scores], 12);
});

test('IoU and Dice of every class match scikit-learn', () => {
  const overlaps = classOverlaps(maskOutcomes).map(({ label, ...overlap }) => [label, overlap] as const);
  expect(overlaps.map(([label]) => label).sort()).toEqual(Object.keys(masks.classes));
  for (const [label, { iou, dice }] of overlaps) {
    const expected = masks.classes[label as keyof typeof masks.classes];
    expect([iou, dice]).toEqual([expect.closeTo(expected.iou, 12), expect.closeTo(expected.dice, 12)]);
  }
});

test.each(similarityMetrics)('$id of pairs with ties matches SciPy', ({ id, compute }) => {
  const outcomes = pairs.truth.map((truth, at) => ({ truth, predicted: pairs.predicted[at]! }));
  expect(compute(outcomes)).toBeCloseTo(pairs.scores[id as keyof typeof pairs.scores], 12);
});

test('a correlation with a constant is not defined', () => {
  const outcomes = [1, 2, 3].map((truth) => ({ truth, predicted: 0.5 }));
  expect(similarityMetrics.map(({ compute }) => compute(outcomes))).toEqual([null, null]);
});

test.each(tensorMetrics)('$id of a tensor matches SciPy', ({ id, compute }) => {
  const outcome = tensorOutcome(
    Float32Array.from(tensors.reference),
    Float32Array.from(tensors.candidate),
    tensors.rowLength,
  );
  expect(compute([outcome])).toBeCloseTo(tensors.scores[id as keyof typeof tensors.scores], 10);
});

test('the divergence of outputs that are probabilities does not take their softmax again', () => {
  const { reference, candidate } = tensors.probabilities;
  const outcome = tensorOutcome(Float32Array.from(reference), Float32Array.from(candidate), tensors.rowLength);
  expect(outcome.divergence).toBeCloseTo(tensors.scores['kl-divergence'], 6);
});

test('equal tensors have cosine 1 and no SQNR', () => {
  const tensor = Float32Array.of(1, 2, 3);
  expect(tensorMetrics.map(({ compute }) => compute([tensorOutcome(tensor, tensor)]))).toEqual([1, null, 0]);
  const zeros = new Float32Array(3);
  expect(tensorOutcome(zeros, zeros).cosine).toBe(1);
  expect(tensorOutcome(tensor, zeros).cosine).toBe(0);
});

test.each(nextTokenMetrics)('$id of 12 tokens matches SciPy', ({ id, compute }) => {
  const tokens = logits.base.map((base, at) => compareNextToken(base, logits.candidate[at]!, logits.next[at]!));
  expect(compute(tokens)).toBeCloseTo(logits.scores[id as keyof typeof logits.scores], 12);
});

test('the perplexity of uniform guesses among 7 tokens is 7, whatever the lengths of the texts', () => {
  const text = (tokens: number) => ({ tokens, negativeLogLikelihood: tokens * Math.log(7) });
  expect(perplexityMetrics.map(({ compute }) => compute([text(3), text(50)]))).toEqual([expect.closeTo(7, 12)]);
});

test('windows of llama.cpp: 2 of 8 tokens in 20, each scored after its first half', () => {
  // Hand-worked from `perplexity` of llama.cpp: first = n_ctx / 2, and logits first to n_ctx - 2 predict the next token.
  expect(perplexityWindows(20, 8)).toEqual([
    { start: 0, end: 8, scoredFrom: 5 },
    { start: 8, end: 16, scoredFrom: 13 },
  ]);
});
