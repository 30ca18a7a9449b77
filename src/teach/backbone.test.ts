import { expect, test } from 'vitest';
import type { GraphSignature } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { createSyntheticImage } from '#tasks/synthetic-image.fixture.ts';
import { bindOutputBackbone } from './backbone.ts';

/** Inputs and outputs of the quantised MobileNet embedding extractor of the Coral Edge TPU, with fewer features. */
const extractor: GraphSignature = {
  inputs: [{ name: 'input', dtype: 'uint8', shape: [1, 224, 224, 3] }],
  outputs: [{ name: 'embedding', dtype: 'uint8', shape: [1, 4] }],
};

test('the features of a model that is not ONNX are its output', async () => {
  const inputs: Tensors[] = [];
  const embedding = { dtype: 'uint8', shape: [1, 4], data: Uint8Array.of(0, 7, 128, 255) } as const;
  const session = {
    run: async (feeds: Tensors) => (inputs.push(feeds), { embedding }),
    close: async () => {},
  };
  const backbone = bindOutputBackbone(session, extractor);
  expect(backbone).toMatchObject({ source: { kind: 'output', tensor: 'embedding' }, head: null });
  const image = createSyntheticImage(256, 256, () => [10, 20, 30, 255]);
  expect(await backbone.embed(image)).toEqual({ features: Float32Array.of(0, 7, 128, 255), backboneLabel: null });
  expect(inputs[0]!['input']).toMatchObject({ dtype: 'uint8', shape: [1, 224, 224, 3] });
  expect(inputs[0]!['input']!.data.slice(0, 3)).toEqual(Uint8Array.of(10, 20, 30));
});

test('a model without a square colour image as its input is rejected', () => {
  const grey = { ...extractor, inputs: [{ name: 'input', dtype: 'float32', shape: [1, 1, 28, 28] } as const] };
  expect(() => bindOutputBackbone({ run: async () => ({}), close: async () => {} }, grey)).toThrow(
    expect.objectContaining({
      code: 'model-unsupported',
      facts: expect.objectContaining({ reason: 'not-an-image-model' }),
    }),
  );
});

test.each([
  ['boxes of a detector', [1, 3549, 85]],
  ['boxes of a detector of any batch', [null, null, 85]],
  ['a mask', [1, 1, 256, 256]],
])('a model whose output is %s is rejected as a backbone', (_, shape) => {
  const detector = { ...extractor, outputs: [{ name: 'output', dtype: 'float32', shape } as const] };
  const session = { run: async () => ({}), close: async () => {} };
  expect(() => bindOutputBackbone(session, detector)).toThrow(
    expect.objectContaining({ facts: expect.objectContaining({ reason: 'not-one-vector' }) }),
  );
  const pooled = { ...extractor, outputs: [{ name: 'output', dtype: 'float32', shape: [1, 1280, 1, 1] } as const] };
  expect(bindOutputBackbone(session, pooled).source).toEqual({ kind: 'output', tensor: 'output' });
});
