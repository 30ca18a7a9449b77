import { describe, expect, test } from 'vitest';
import type { Tensors } from '#core/engine/tensor.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { encodeOnnx, writeOnnx } from '#formats/onnx/write-onnx.ts';
import { readParts } from '#formats/file-parts.ts';
import { listDifferences } from '../../../scripts/optimise-tests/cases.fixture.ts';
import { nativeEngine, runNative, ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { configureStep } from '../../../scripts/optimise-tests/run-step.fixture.ts';
import { runSteps } from '../run-steps.ts';
import { float16 } from './float16-scheme.ts';

/** Builds an RMS normalisation of values near 300, whose squares exceed 65504, the maximum of float16. */
function buildNorm() {
  const builder = createGraphBuilder('norm');
  const x = builder.node('Mul', [
    builder.input('x', 'float32', [1, 64]),
    builder.weights('scale', [64], new Float32Array(64).fill(3)),
  ]);
  const squares = builder.node('Mul', [x, x], {}, 'squares');
  const mean = builder.node('ReduceMean', [squares], { axes: [1] }, 'mean');
  const root = builder.node('Sqrt', [mean], {}, 'root');
  builder.output(builder.node('Div', [x, root], {}, 'y'), 'float32', [1, 64]);
  return builder.model(17);
}
const x = Float32Array.from({ length: 64 }, (_, index) => 70 + index);
const inputs: Tensors = { x: { dtype: 'float32', shape: [1, 64], data: x } };
async function* calibrationInputs() {
  yield await Promise.resolve(inputs);
}

// The standard allows only float32 and bfloat16 for the mean: https://onnx.ai/onnx/operators/onnx__LayerNormalization.html
test.skipIf(ortSkipReason !== '')(`the LayerNormalization mean stays in float32${ortSkipReason}`, async () => {
  const builder = createGraphBuilder('mean');
  const scale = builder.weights('scale', [64], new Float32Array(64).fill(2));
  builder.nodeWithOutputs('LayerNormalization', [builder.input('x', 'float32', [1, 64]), scale], ['y', 'mean']);
  builder.output(builder.node('Add', ['y', 'mean'], {}, 'z'), 'float32', [1, 64]);
  const model = builder.model(17);
  const before = await runNative(writeOnnx(model), inputs);
  const [outcome] = await runSteps(model, [configureStep(float16)], {});
  expect(outcome).toMatchObject({ code: 'rewritten', facts: { nodes: 2 } });
  expect(listDifferences(before, await runNative(await readParts(encodeOnnx(model)), inputs), 1e-3)).toEqual([]);
});

describe.skipIf(ortSkipReason !== '')(`values beyond the range of float16${ortSkipReason}`, () => {
  test('stay in float32 if samples show them, and the result is right', async () => {
    const model = buildNorm();
    const before = await runNative(writeOnnx(model), inputs);
    const [outcome] = await runSteps(model, [configureStep(float16)], { engine: nativeEngine, calibrationInputs });
    // The squares and their mean; the scaling, the root, whose operand is too large, and the division.
    expect(outcome).toMatchObject({ code: 'rewritten', facts: { nodes: 2, kept: 3, outOfRange: 3 } });
    expect(listDifferences(before, await runNative(await readParts(encodeOnnx(model)), inputs), 1e-3)).toEqual([]);
  });

  test('are unknown without samples', async () => {
    const [outcome] = await runSteps(buildNorm(), [configureStep(float16)], { engine: nativeEngine });
    expect(outcome).toMatchObject({ facts: { nodes: 5, kept: 0, outOfRange: 0 } });
  });

  test('begin at the largest value divided by the headroom', async () => {
    // 133 * 3 = 399 is the largest of the other values.
    const countKept = async (headroom: number) => {
      const [outcome] = await runSteps(buildNorm(), [configureStep(float16, { headroom })], {
        engine: nativeEngine,
        calibrationInputs,
      });
      return outcome?.code === 'rewritten' ? outcome.facts.kept : 5;
    };
    expect(await countKept(65_504 / 400)).toBe(3);
    expect(await countKept(65_504 / 398)).toBe(5);
  });
});
