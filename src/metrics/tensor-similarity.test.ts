import { expect, test } from 'vitest';
import reference from './reference-values/arrays.json' with { type: 'json' };
import { tensorMetrics, createTensorOutcome } from './tensor-similarity.ts';

// Expected values are from SciPy (reference-values/arrays.py), unless noted otherwise.
const { tensors } = reference;

test.each(tensorMetrics)('$id of a tensor matches SciPy', ({ id, compute }) => {
  const outcome = createTensorOutcome(
    Float32Array.from(tensors.reference),
    Float32Array.from(tensors.candidate),
    tensors.rowLength,
  );
  expect(compute([outcome])).toBeCloseTo(tensors.scores[id as keyof typeof tensors.scores], 10);
});

test('computes the divergence of probabilities without another softmax', () => {
  const { reference, candidate } = tensors.probabilities;
  const outcome = createTensorOutcome(Float32Array.from(reference), Float32Array.from(candidate), tensors.rowLength);
  expect(outcome.divergence).toBeCloseTo(tensors.scores['kl-divergence'], 6);
});

test('equal tensors have cosine 1 and no SQNR', () => {
  const tensor = Float32Array.of(1, 2, 3);
  expect(tensorMetrics.map(({ compute }) => compute([createTensorOutcome(tensor, tensor)]))).toEqual([1, null, 0]);
  const zeros = new Float32Array(3);
  expect(createTensorOutcome(zeros, zeros).cosine).toBe(1);
  expect(createTensorOutcome(tensor, zeros).cosine).toBe(0);
});
