import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { decodeTensorProto } from '#formats/onnx/tensor-proto.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { readParts, type FileParts } from '#formats/file-parts.ts';
import { nativeEngine, ortSkipReason } from '../../scripts/optimise-tests/native-ort.fixture.ts';
import type { Verdict } from './mixed-recipe.ts';
import { pruneIteratively, type PruningRequest, type PruningStep } from './iterative-pruning.ts';
import { optimiseModel } from './optimise-model.ts';

const random = createSeededRandom(31);
const drawFloats = (count: number) => Float32Array.from({ length: count }, () => random() - 0.5);

/** Three products. The weights of the second have equal magnitudes; most weights of the others are very small. */
function createProducts(): OnnxModel {
  const builder = createGraphBuilder('products');
  let value = builder.input('x', 'float32', [4, 32]);
  for (const layer of [0, 1, 2]) {
    const weights = drawFloats(1024).map((float, index) =>
      layer === 1 ? Math.sign(float) : float * (index % 64 ? 1e-6 : 1),
    );
    value = builder.node('Relu', [
      builder.node('MatMul', [value, builder.weights(`w${layer}`, [32, 32], weights)], {}, `${layer}`),
    ]);
  }
  builder.output(value, 'float32', [4, 32]);
  return builder.model(17);
}

/** A convolution with 16 channels, and a second one. */
function createConvolutions(): OnnxModel {
  const builder = createGraphBuilder('convolutions');
  const x = builder.input('x', 'float32', [1, 3, 6, 6]);
  const first = builder.node('Relu', [
    builder.node('Conv', [x, builder.weights('a', [16, 3, 1, 1], drawFloats(48))], {}, 'first'),
  ]);
  builder.output(
    builder.node('Conv', [first, builder.weights('b', [4, 16, 1, 1], drawFloats(64))], {}, 'last'),
    'float32',
    [1, 4, 6, 6],
  );
  return builder.model(17);
}

/** Reads the weights of all layers, in the order of the nodes. */
async function readWeights(parts: FileParts) {
  const { nodes, initializers } = readOnnx(await readParts(parts)).graph!;
  const byName = new Map(initializers.map((tensor) => [tensor.name, decodeTensorProto(tensor)!]));
  return nodes.flatMap(({ inputs }) => byName.get(inputs[1] ?? '') ?? []);
}

async function countZeros(parts: FileParts): Promise<readonly number[]> {
  return (await readWeights(parts)).map(({ data }) => Array.from(data as Float32Array).filter((w) => w === 0).length);
}

async function prune(
  model: OnnxModel,
  {
    judge,
    x,
    ...request
  }: Pick<PruningRequest, 'scheme' | 'stepFraction'> & {
    readonly judge: (result: FileParts) => Promise<Verdict>;
    readonly x: readonly number[];
  },
) {
  const data = drawFloats(x.reduce((product, size) => product * size, 1));
  const inputs: Tensors = { x: { dtype: 'float32', shape: x, data } };
  const steps: PruningStep[] = [];
  const recipe = await pruneIteratively(
    model,
    {
      options: {},
      ...request,
      judge: async (result) => ({ verdict: await judge(result), sqnrDb: 0, unmet: [] }),
      async *comparisonInputs() {
        yield await Promise.resolve(inputs);
      },
      hasTime: () => true,
      onStep: (step) => void steps.push(step),
    },
    { engine: nativeEngine },
  );
  return { recipe, steps };
}

describe.skipIf(ortSkipReason !== '')(`iterative pruning${ortSkipReason}`, () => {
  test('leaves the most sensitive layer unchanged once a step fails, and prunes the others to the limit', async () => {
    const model = createProducts();
    const bytes = writeOnnx(model);
    const judge = async (result: FileParts) => ((await countZeros(result))[1] === 0 ? 'passes' : 'fails');
    const { recipe, steps } = await prune(model, { scheme: 'weight-pruning', stepFraction: 0.5, judge, x: [4, 32] });
    // Half of the rest each time: 1 - 1 / 2^n, as long as that is at most 0.99, the maximum of the option.
    const sparsities = [0.5, 0.75, 0.875, 0.9375, 0.96875, 0.984375];
    const options = recipe!.steps.filter(({ id }) => id === 'weight-pruning').map((step) => step.options);
    expect(options).toEqual(
      sparsities.map((sparsity) => expect.objectContaining({ sparsity, excludedNodes: ['1'] }) as object),
    );
    expect(steps.map(({ judgement }) => judgement.verdict)).toEqual(sparsities.map(() => 'passes'));
    expect(Buffer.from(writeOnnx(model)).equals(bytes)).toBe(true);
    const result = await optimiseModel(model, '', recipe!, {});
    expect(await countZeros(result)).toEqual([1008, 0, 1008]); // 0.984375 of 1024 weights
  });

  test('stops at the last step that passes if no layer can be left out', async () => {
    const model = createConvolutions();
    const judge = async (result: FileParts) => ((await readWeights(result))[0]!.shape[0]! >= 7 ? 'passes' : 'fails');
    const { recipe, steps } = await prune(model, {
      scheme: 'channel-pruning',
      stepFraction: 0.25,
      judge,
      x: [1, 3, 6, 6],
    });
    // A quarter of the channels, rounded down: 16, 12, 9, 7, 6.
    expect(steps.map(({ outcome }) => outcome.facts['channels'])).toEqual([4, 3, 2, 1]);
    expect(steps.map(({ judgement }) => judgement.verdict)).toEqual(['passes', 'passes', 'passes', 'fails']);
    const weights = await readWeights(await optimiseModel(model, '', recipe!, {}));
    expect(weights.map(({ shape }) => shape.join('x'))).toEqual(['7x3x1x1', '4x7x1x1']);
  });

  test('goes on while only the size fails, and ends when nothing is left to prune', async () => {
    const model = createConvolutions();
    const judge = async (result: FileParts) => ((await readWeights(result))[0]!.shape[0]! > 5 ? 'too-large' : 'passes');
    const { recipe, steps } = await prune(model, {
      scheme: 'channel-pruning',
      stepFraction: 0.25,
      judge,
      x: [1, 3, 6, 6],
    });
    // 16, 12, 9, 7, 6, 5, 4, 3; a quarter of 3 channels is less than one.
    expect(steps.map(({ judgement }) => judgement.verdict)).toEqual([
      ...Array<string>(4).fill('too-large'),
      ...Array<string>(3).fill('passes'),
    ]);
    expect(recipe!.steps.filter(({ id }) => id === 'channel-pruning')).toHaveLength(7);
  });

  test('returns no recipe if the first step fails', async () => {
    const judge = () => Promise.resolve('fails' as const);
    const { recipe, steps } = await prune(createProducts(), {
      scheme: 'weight-pruning',
      stepFraction: 0.5,
      judge,
      x: [4, 32],
    });
    expect([recipe, steps.length]).toEqual([null, 1]);
  });
});
