import { InferenceSession, Tensor, env } from 'onnxruntime-web/wasm';
import { expect, test } from 'vitest';
import { createFloats, createGraphBuilder } from './graph-builder.ts';
import { readOnnx } from './read-onnx.ts';
import { writeOnnx } from './write-onnx.ts';

env.wasm.numThreads = 1;

test('onnxruntime computes the expected result of a built graph', async () => {
  const builder = createGraphBuilder('sum-of-neighbours');
  const x = builder.input('x', 'float32', ['n', 1, 2, 3]);
  const kernel = builder.weights('kernel', [1, 1, 1, 3], Float32Array.of(1, -2, 1));
  const bias = builder.initializer('bias', { dtype: 'float32', shape: [1], data: Float32Array.of(0.5) });
  const sums = builder.node('Conv', [x, kernel, bias], { kernel_shape: [1, 3], pads: [0, 1, 0, 1] });
  const leaky = builder.node('LeakyRelu', [sums], { alpha: createFloats(0.25) });
  const clipped = builder.node('Clip', [leaky, '', builder.weights('top', [], Float32Array.of(4))]);
  builder.node('Reshape', [clipped, builder.integers('shape', [-1, 6])], {}, 'y');
  builder.output('y', 'float32', ['n', 6]);
  const bytes = writeOnnx(builder.model(17));
  expect(writeOnnx(readOnnx(bytes))).toEqual(bytes);

  const session = await InferenceSession.create(bytes);
  const input = Float32Array.of(1, 2, 4, -3, 5, 0);
  const { y } = await session.run({ x: new Tensor('float32', input, [1, 1, 2, 3]) });
  // Computed by hand: the second differences plus a half are 0.5 1.5 -5.5, 11.5 -12.5 5.5; negative values are
  // multiplied by a quarter, and values are clamped to at most 4.
  expect(y?.data).toEqual(Float32Array.of(0.5, 1.5, -1.375, 4, -3.125, 4));
  expect(y?.dims).toEqual([1, 6]);
  await session.release();
});

test('rejects an initializer whose values do not match its shape', () => {
  expect(() => createGraphBuilder('g').weights('w', [2, 2], new Float32Array(3))).toThrow('w has 3 values for [2,2]');
});
