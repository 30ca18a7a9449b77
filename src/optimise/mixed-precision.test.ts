import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { readParts, type FileParts } from '#formats/file-parts.ts';
import { nativeEngine, ortSkipReason } from '../../scripts/optimise-tests/native-ort.fixture.ts';
import { findAutoRecipe, type AutoRequest, type AutoTrial, type JudgedAutoTrial } from './auto-recipe.ts';
import { minimiseExcluded, type NodeSensitivity } from './mixed-precision.ts';
import { findMixedRecipe } from './mixed-recipe.ts';

describe('the minimum set of excluded nodes', () => {
  const ranked = Array.from({ length: 9 }, (_, index): NodeSensitivity => ({
    node: `${index}`,
    operator: 'Conv',
    sqnrDb: 10 + index,
    sizeFraction: 0.1,
  }));

  test.for([0, 1, 4, 8, 9])('has %i nodes if the goal is met from that number on', async (minExcluded) => {
    for (const minSqnrDb of [0, 12, 100]) {
      let trials = 0;
      const excluded = await minimiseExcluded(ranked, minSqnrDb, (nodes) => {
        trials++;
        return Promise.resolve(nodes.length >= minExcluded);
      });
      expect(excluded).toEqual(ranked.slice(0, minExcluded).map(({ node }) => node));
      expect(trials).toBeLessThanOrEqual(5);
    }
  });

  test('is empty for a scheme that rewrites no nodes', async () => {
    expect(await minimiseExcluded([], 20, () => Promise.resolve(false))).toEqual([]);
  });
});

/**
 * Computed by `reference-values/sensitivity.py` with NumPy: SQNR in decibels, by the indices of the quantised products.
 */
const reference = JSON.parse(
  readFileSync(new URL('schemes/reference-values/sensitivity.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, number>>;

describe.skipIf(ortSkipReason !== '')(`three matrix products in 4 bits${ortSkipReason}`, () => {
  const random = createSeededRandom(21);
  const drawFloats = (count: number) => Float32Array.from({ length: count }, () => random() - 0.5);
  const inputs: Tensors = { x: { dtype: 'float32', shape: [8, 32], data: drawFloats(256) } };
  const builder = createGraphBuilder('chain');
  let value = builder.input('x', 'float32', [8, 32]);
  for (const index of [0, 1, 2]) {
    const weights = drawFloats(1024).map((float, i) => {
      if (index !== 1) return float;
      return float * (i % 32 === 5 ? 0.02 : 1) * (Math.floor(i / 32) === 7 ? 40 : 1);
    });
    value = builder.node('Relu', [
      builder.node('MatMul', [value, builder.weights(`w${index}`, [32, 32], weights)], {}, `${index}`),
    ]);
  }
  builder.output(value, 'float32', [8, 32]);
  const model = builder.model(17);
  const options = { scales: 'range', bits: 4 };
  async function* comparisonInputs() {
    yield await Promise.resolve(inputs);
  }
  const searchMixed = (minSqnrDb: number) =>
    findMixedRecipe(
      model,
      { scheme: 'weight-only', options, goal: { minSqnrDb }, comparisonInputs: comparisonInputs() },
      { engine: nativeEngine },
    );

  test('have the signal-to-noise ratio that NumPy computes, and the model is unchanged', async () => {
    const bytes = writeOnnx(model);
    const { sensitivities, excluded, recipe } = await searchMixed(10);
    expect(sensitivities.map(({ node }) => node)).toEqual(['1', '0', '2']);
    for (const { node, sqnrDb, sizeFraction } of sensitivities) {
      expect(sqnrDb).toBeCloseTo(reference[node]!, 2);
      expect(sizeFraction).toBeCloseTo(1 / 3, 5);
    }
    expect(excluded).toEqual([]);
    expect(recipe.steps.at(-1)!.options).toMatchObject({ excludedNodes: [], bits: 4 });
    expect(Buffer.from(writeOnnx(model)).equals(bytes)).toBe(true);
  });

  // All three reach 13.3 dB, the two less sensitive ones 17.7 dB, and the least sensitive one 19.8 dB.
  test.for([
    [reference['02']! - 0.1, ['1']],
    [reference['02']! + 0.1, ['1', '0']],
    [60, ['1', '0', '2']],
  ] as const)('need %f dB, so nodes %j are excluded', async ([minSqnrDb, expected]) => {
    expect((await searchMixed(minSqnrDb)).excluded).toEqual(expected);
  });

  /** Judges a result by its number of float32 products. */
  const judgeFloatProducts = (min: number) => async (result: FileParts) => {
    const { nodes } = readOnnx(await readParts(result)).graph!;
    return nodes.filter(({ opType }) => opType === 'MatMul').length >= min ? 'passes' : 'fails';
  };

  test.for([
    [0, []],
    [1, ['1']],
    [2, ['1', '0']],
  ] as const)('need %i float32 products, so nodes %j are excluded', async ([minProducts, expected]) => {
    const goal = { judge: judgeFloatProducts(minProducts) };
    const request = { scheme: 'weight-only', options, goal, comparisonInputs: comparisonInputs() } as const;
    const { excluded, sensitivities } = await findMixedRecipe(model, request, { engine: nativeEngine });
    expect(excluded).toEqual(expected);
    expect(sensitivities).toHaveLength(minProducts === 0 ? 0 : 3);
  });

  test('are not tried one by one if the whole scheme is too large', async () => {
    let judged = 0;
    const judge = () => Promise.resolve(++judged === 1 ? ('too-large' as const) : ('passes' as const));
    const request = { scheme: 'weight-only', options, goal: { judge }, comparisonInputs: comparisonInputs() } as const;
    expect(await findMixedRecipe(model, request, { engine: nativeEngine })).toMatchObject({ sensitivities: [] });
    expect(judged).toBe(1);
  });

  test('are compressed by the smallest scheme that passes, without trying larger ones', async () => {
    const trials: AutoTrial[] = [];
    let recorded: readonly JudgedAutoTrial[] = [];
    const findRecipe = (minProducts: number, hasTime = true) => {
      trials.length = 0;
      const request: AutoRequest = {
        candidates: [
          { scheme: 'float16', options: {} },
          { scheme: 'static-int8', options: {} },
          { scheme: 'weight-only', options },
        ],
        judge: async (result) => ({
          verdict: await judgeFloatProducts(minProducts)(result),
          sqnrDb: 30,
          unmet: ['quality'],
        }),
        findRecorded: ({ scheme }) => recorded.find((trial) => trial.scheme === scheme),
        comparisonInputs,
        hasTime: () => hasTime,
        onTrial: (trial) => void trials.push(trial),
      };
      return findAutoRecipe(model, request, { engine: nativeEngine });
    };
    expect(await findRecipe(1)).toMatchObject({ scheme: 'weight-only', excluded: ['1'] });
    expect(trials).toMatchObject([
      { scheme: 'weight-only', outcome: 'passed', excluded: ['1'] },
      { scheme: 'static-int8', outcome: 'refused', why: { reason: 'no-samples' } },
      { scheme: 'float16', outcome: 'not-smaller' },
    ]);
    // The model has three products.
    expect(await findRecipe(4)).toMatchObject({ scheme: null, excluded: [] });
    expect(trials.filter(({ outcome }) => outcome === 'failed').map(({ scheme }) => scheme)).toEqual([
      'weight-only',
      'float16',
    ]);
    expect(trials[0]).toMatchObject({ outcome: 'failed', sqnrDb: 30, unmet: ['quality'] });
    await findRecipe(1, false);
    expect(trials.map(({ outcome }) => outcome)).toEqual(['out-of-time', 'refused', 'out-of-time']);
    // A later run repeats no recorded trial.
    recorded = [{ scheme: 'weight-only', outcome: 'passed', sizeBytes: 1, sqnrDb: 30, excluded: ['1'] }];
    const repeated = await findRecipe(4, false);
    expect(repeated.recipe.steps.at(-1)).toMatchObject({ id: 'weight-only', options: { excludedNodes: ['1'] } });
    expect(trials.map(({ outcome }) => outcome)).toEqual(['passed', 'refused', 'not-smaller']);
  });
});
