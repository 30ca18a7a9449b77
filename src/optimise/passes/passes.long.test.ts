import { beforeAll, describe, expect, test } from 'vitest';
import {
  readBackendCases,
  listDifferences,
  readTrainedCases,
  type Case,
} from '../../../scripts/optimise-tests/cases.fixture.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { runNative, ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import {
  configureStep,
  runStep,
  createStepFactory,
  getRelativeTolerance,
} from '../../../scripts/optimise-tests/run-step.fixture.ts';
import { runSteps } from '../run-steps.ts';
import type { ConfigurableStep } from '../optimisation-step.ts';
import { passes } from './index.ts';

const testData = process.env.ASSAY_TEST_DATA ?? '';

const skipReason = ortSkipReason || (testData === '' ? ' (skipped: needs ASSAY_TEST_DATA)' : '');
describe.skipIf(skipReason !== '')(`on every trained model and every ONNX backend test${skipReason}`, () => {
  const cases: Case[] = [];
  beforeAll(async () => void cases.push(...readBackendCases(testData), ...(await readTrainedCases(testData))));

  test.for(Object.values(passes))(
    '$id preserves the results, or leaves the model unchanged',
    { timeout: 300_000 },
    async (pass) => {
      const { failures } = await runStep(
        createStepFactory(pass),
        cases,
        (before, after) => listDifferences(before, after, getRelativeTolerance(pass)),
        true,
      );
      expect(failures).toEqual([]);
    },
  );

  test.for([
    ['onnx-text/tiny-random-bert.onnx', { 'gelu-fusion': 5, 'layer-norm-fusion': 11 }],
    ['onnx-text/gpt2-tiny-decoder.onnx', { 'layer-norm-fusion': 10 }],
  ] as const)('%s has fused operators after its opset is raised, and the same results', async ([name, fused]) => {
    const { bytes, inputs } = cases.find((entry) => entry.name === name)!;
    const before = await runNative(bytes, inputs);
    const model = readOnnx(bytes);
    const raise = configureStep(passes['raise-opset'] as ConfigurableStep);
    await runSteps(model, [raise, passes['identity-elimination']]);
    for (const [id, nodes] of Object.entries(fused)) {
      const [outcome] = await runSteps(model, [passes[id as 'gelu-fusion']]);
      expect(outcome).toEqual({ code: 'rewritten', facts: { nodes } });
    }
    expect(listDifferences(before, await runNative(writeOnnx(model), inputs), 1e-5)).toEqual([]);
  });
});
