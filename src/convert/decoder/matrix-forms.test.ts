import { expect, test } from 'vitest';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { readParts } from '#formats/file-parts.ts';
import { matrixForms } from './matrix-forms.ts';

test.for(['addProduct', 'addEmbedding'] as const)('%s rejects non-finite int8 weights by name', async (use) => {
  const builder = createGraphBuilder('g');
  const x = use === 'addEmbedding' ? builder.input('x', 'int64', [1]) : builder.input('x', 'float32', [1, 2]);
  const matrix = { rows: 1, width: 2, read: () => Promise.resolve(Float32Array.of(1, NaN)) };
  builder.output(matrixForms.w8a8(builder)[use](x, 'w', matrix), 'float32', []);
  await expect(readParts(encodeOnnx(builder.model(17)))).rejects.toMatchObject({
    code: 'model-corrupt',
    facts: { reason: 'tensor-not-finite', tensor: 'w' },
  });
});
