import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { readParts } from '#formats/file-parts.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { readLineage, optimiseModel } from './optimise-model.ts';
import { parseRecipe, createRecipe } from './recipe.ts';

function createMatMulModel(): OnnxModel {
  const random = createSeededRandom(5);
  const builder = createGraphBuilder('matmul');
  const w = builder.weights('w', [64, 32], Float32Array.from({ length: 2048 }, random));
  builder.output(builder.node('MatMul', [builder.input('x', 'float32', ['n', 64]), w], {}, 'y'), 'float32', ['n', 32]);
  return builder.model(17);
}

test('a recipe lists every option, with the defaults of those that were not chosen', () => {
  const { steps } = createRecipe('weight-only', { bits: 8 });
  expect(steps.at(-1)!.options).toMatchObject({ bits: 8, blockSize: 32, symmetric: true, scales: 'mse' });
});

test('the text of a recipe is the same after parsing', () => {
  const { text } = createRecipe('weight-only', { bits: 8 });
  expect(parseRecipe(text).text).toBe(text);
});

test('a model has the same bytes if it is optimised again with the parsed recipe', async () => {
  const recipe = createRecipe('weight-only', { bits: 8 });
  const [first, second] = await Promise.all(
    [recipe, parseRecipe(recipe.text)].map(async (testedRecipe) =>
      readParts(await optimiseModel(createMatMulModel(), 'ab'.repeat(32), testedRecipe, {})),
    ),
  );
  expect(first).toEqual(second);
});

test('an optimised model names its parent and its recipe', async () => {
  const recipe = createRecipe('weight-only', { bits: 8 });
  const bytes = await readParts(await optimiseModel(createMatMulModel(), 'ab'.repeat(32), recipe, {}));
  const metadata = Object.fromEntries(readOnnx(bytes).metadata.map(({ key, value }) => [key, value]));
  expect(readLineage(metadata)).toEqual({ parent: 'ab'.repeat(32), recipe: recipe.text });
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

test('an aborted optimisation throws the reason of the abort', async () => {
  const signal = AbortSignal.abort(new Error('stopped'));
  await expect(optimiseModel(createMatMulModel(), '', createRecipe('dynamic-int8'), { signal })).rejects.toThrow(
    'stopped',
  );
});
