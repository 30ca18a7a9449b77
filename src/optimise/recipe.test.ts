import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { readParts } from '#formats/file-parts.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { readLineage, optimiseModel } from './optimise-model.ts';
import { parseRecipe, createRecipe } from './recipe.ts';

function sample(): OnnxModel {
  const random = createSeededRandom(5);
  const g = createGraphBuilder('sample');
  const w = g.weights('w', [64, 32], Float32Array.from({ length: 2048 }, random));
  g.output(g.node('MatMul', [g.input('x', 'float32', ['n', 64]), w], {}, 'y'), 'float32', ['n', 32]);
  return g.model(17);
}

test('lists every option, and reproduces the same bytes', async () => {
  const created = createRecipe('weight-only', { bits: 8 });
  const parsed = parseRecipe(created.text);
  expect(parsed.text).toBe(created.text);
  expect(created.steps.at(-1)!.options).toMatchObject({ bits: 8, blockSize: 32, symmetric: true, scales: 'mse' });
  const [first, second] = await Promise.all(
    [created, parsed].map(async (recipe) => readParts(await optimiseModel(sample(), 'ab'.repeat(32), recipe, {}))),
  );
  expect(first).toEqual(second);
  const metadata = Object.fromEntries(readOnnx(first!).metadata.map(({ key, value }) => [key, value]));
  expect(readLineage(metadata)).toEqual({ parent: 'ab'.repeat(32), recipe: created.text });
});

test.for([
  ['not json', { reason: 'file-not-json' }],
  ['[]', { reason: 'field-invalid', field: 'version' }],
  ['{"version":2,"steps":[]}', { reason: 'field-invalid', field: 'version' }],
  ['{"version":1,"steps":[{"step":"faster"}]}', { reason: 'field-invalid', field: 'steps[0].step' }],
  ['{"version":1,"steps":[{"step":"weight-only","bits":5}]}', { reason: 'field-invalid', field: 'steps[0].bits' }],
  ...[0, 1.5, Number.MAX_SAFE_INTEGER].map(
    (size) =>
      [
        `{"version":1,"steps":[{"step":"freeze-sizes","sizes":{"n":${size}}}]}`,
        { reason: 'field-invalid', field: 'steps[0].sizes.n' },
      ] as const,
  ),
  [
    '{"version":1,"steps":[{"step":"dead-code-elimination","deep":true}]}',
    { reason: 'field-invalid', field: 'steps[0].deep' },
  ],
] as const)('rejects the recipe %s', ([text, facts]) => {
  expect(() => parseRecipe(text)).toThrow(
    expect.objectContaining({ code: 'recipe-invalid', facts: expect.objectContaining(facts) }),
  );
});

test('throws the abort reason of an aborted run', async () => {
  const signal = AbortSignal.abort(new Error('stopped'));
  await expect(optimiseModel(sample(), '', createRecipe('dynamic-int8'), { signal })).rejects.toThrow('stopped');
});
