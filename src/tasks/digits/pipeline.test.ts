import { expect, test } from 'vitest';
import type { GraphSignature } from '#core/task/task.ts';
import { createSyntheticImage } from '../synthetic-image.fixture.ts';
import { digits } from './pipeline.ts';

const model: GraphSignature = {
  inputs: [{ name: 'image', dtype: 'float32', shape: ['n', 1, 28, 28] }],
  outputs: [{ name: 'probabilities', dtype: 'float32', shape: ['n', 10] }],
};
const paper = createSyntheticImage(28, 28, () => [255, 255, 255, 255]);
const ink = createSyntheticImage(28, 28, (x) => (x > 10 && x < 18 ? [0, 0, 0, 255] : [255, 255, 255, 255]));

test('the digits task uses the tensor names of the model and returns the most probable digit', () => {
  expect(digits.encode(ink, model)).toMatchObject({ image: { dtype: 'float32', shape: [1, 1, 28, 28] } });
  const data = new Float32Array(10);
  data[3] = 0.75;
  data[8] = 0.25;
  const guess = digits.decode({ probabilities: { dtype: 'float32', shape: [1, 10], data } }, ink, model);
  expect(guess).toEqual({ digit: 3, probabilities: [0, 0, 0, 0.75, 0, 0, 0, 0, 0.25, 0] });
  expect([digits.score(guess, guess), digits.score(guess, { ...guess, digit: 8 })]).toEqual([1, 0]);
});

test('the MNIST model of the ONNX model zoo gets ink as 255, and its logits become probabilities', () => {
  const zooModel: GraphSignature = {
    inputs: [{ name: 'Input3', dtype: 'float32', shape: [1, 1, 28, 28] }],
    outputs: [{ name: 'Plus214_Output_0', dtype: 'float32', shape: [1, 10] }],
  };
  expect(Math.max(...(digits.encode(ink, zooModel)['Input3']!.data as Float32Array))).toBeCloseTo(255, 3);
  const data = Float32Array.of(0, 0, 0, 0, 0, 0, 0, Math.log(9), -1000, -1000);
  const guess = digits.decode({ Plus214_Output_0: { dtype: 'float32', shape: [1, 10], data } }, ink, zooModel);
  // Weights 1 seven times and 9, of 16.
  expect(guess.digit).toBe(7);
  expect(guess.probabilities).toEqual(
    [...Array(7).fill(1 / 16), 9 / 16, 0, 0].map((fraction) => expect.closeTo(fraction, 6)),
  );
});

test('the digits task rejects a model with a different signature, which the error includes', () => {
  const otherModel: GraphSignature = { ...model, inputs: [{ name: 'x', dtype: 'float32', shape: [1, 3, 224, 224] }] };
  expect(() => digits.encode(ink, otherModel)).toThrow(
    expect.objectContaining({
      code: 'model-unsupported',
      facts: expect.objectContaining({ model: 'x float32[1,3,224,224], probabilities float32[n,10]' }),
    }),
  );
});

test('the digits task rejects a blank image', () => {
  expect(() => digits.encode(paper, model)).toThrow(expect.objectContaining({ code: 'input-blank' }));
});
