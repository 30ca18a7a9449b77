import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { decodeTensorProto } from '#formats/onnx/tensor-proto.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { listDifferences } from '../../../scripts/optimise-tests/cases.fixture.ts';
import { runNative, ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { runSteps } from '../run-steps.ts';
import { crossLayerEqualisation } from './cross-layer-equalisation.ts';

const random = createSeededRandom(5);
const drawFloats = (count: number) => Float32Array.from({ length: count }, () => random() - 0.5);
/** Creates weights whose ranges along the first axis grow from 1 to 1000. */
const createUnevenWeights = (rows: number, inner: number) =>
  drawFloats(rows * inner).map((value, index) => value * 10 ** ((3 * Math.floor(index / inner)) / (rows - 1)));
const inputs: Tensors = { x: { dtype: 'float32', shape: [1, 3, 6, 6], data: drawFloats(108) } };

/** Builds a convolution with four filters, an operator, and a second convolution. */
function buildTwoConvolutions(between: string, second: readonly number[], group = 1): OnnxModel {
  const builder = createGraphBuilder('small');
  const x = builder.input('x', 'float32', [1, 3, 6, 6]);
  const first = builder.node('Conv', [
    x,
    builder.weights('w1', [4, 3, 3, 3], createUnevenWeights(4, 27)),
    builder.weights('b1', [4], drawFloats(4)),
  ]);
  const middle = builder.node(between, [first], between === 'MaxPool' ? { kernel_shape: [2, 2] } : {});
  const filter = builder.weights('w2', second, drawFloats(second.reduce((a, b) => a * b)));
  builder.output(builder.node('Conv', [middle, filter], { group }, 'y'), 'float32', [1, second[0]!, 'h', 'w']);
  return builder.model(17);
}

/** Returns the maximum magnitudes of weights along an axis. */
function computeRanges(model: OnnxModel, name: string, axis: 0 | 1): number[] {
  const { data, shape } = decodeTensorProto(
    model.graph!.initializers.find((initializer) => initializer.name === name)!,
  )!;
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const maxMagnitudes = Array.from({ length: shape[axis]! }, () => 0);
  for (const [index, value] of (data as Float32Array).entries()) {
    const channel = Math.floor(index / inner) % shape[axis]!;
    maxMagnitudes[channel] = Math.max(maxMagnitudes[channel]!, Math.abs(value));
  }
  return maxMagnitudes;
}

describe.skipIf(ortSkipReason !== '')(`two layers${ortSkipReason}`, () => {
  test.for([
    ['Relu', [5, 4, 1, 1], 1, 1],
    ['MaxPool', [5, 4, 3, 3], 1, 1],
    ['LeakyRelu', [4, 1, 3, 3], 4, 0],
  ] as const)(
    'with %s between them and a filter of %j span the same ranges',
    async ([between, second, group, axis]) => {
      const model = buildTwoConvolutions(between, second, group);
      const before = await runNative(writeOnnx(model), inputs);
      const [first, next] = [computeRanges(model, 'w1', 0), computeRanges(model, 'w2', axis)];
      expect(await runSteps(model, [crossLayerEqualisation])).toEqual([{ code: 'rewritten', facts: { layers: 2 } }]);
      expect(listDifferences(before, await runNative(writeOnnx(model), inputs), 1e-5)).toEqual([]);
      // Both ranges become their geometric mean (equation 11 of the paper).
      const names = ['w1/equalised', 'w2/equalised'] as const;
      for (const [channel, range] of computeRanges(model, names[0], 0).entries()) {
        expect(range / Math.sqrt(first[channel]! * next[channel]!)).toBeCloseTo(1, 5);
        expect(computeRanges(model, names[1], axis)[channel]! / range).toBeCloseTo(1, 5);
      }
    },
  );

  test.for([
    ['Sigmoid', [5, 4, 1, 1], 1],
    ['Relu', [2, 2, 1, 1], 2],
  ] as const)(
    'with %s between them and a filter of %j in groups of %i are unchanged',
    async ([between, second, group]) => {
      const model = buildTwoConvolutions(between, second, group);
      expect(await runSteps(model, [crossLayerEqualisation])).toEqual([{ code: 'nothing-to-rewrite', facts: {} }]);
    },
  );
});
