import { beforeAll, describe, expect, test } from 'vitest';
import {
  readBackendCases,
  listDifferences,
  readTrainedCases,
  type Case,
} from '../../../scripts/optimise-tests/cases.fixture.ts';
import { ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { runStep, createStepFactory, getRelativeTolerance } from '../../../scripts/optimise-tests/run-step.fixture.ts';
import { passes } from './index.ts';

const testData = process.env.ASSAY_TEST_DATA ?? '';
/** Every n-th case is tested here, and all of them in `passes.long.test.ts`, which takes minutes. */
const sampleInterval = 80;

test('every pass is listed under its id', () => {
  for (const [id, pass] of Object.entries(passes)) expect(pass.id).toBe(id);
});

const skipReason = ortSkipReason || (testData === '' ? ' (skipped: needs ASSAY_TEST_DATA)' : '');
describe.skipIf(skipReason !== '')(`on some trained models and a sample of ONNX's backend tests${skipReason}`, () => {
  const cases: Case[] = [];
  beforeAll(
    async () =>
      void cases.push(
        ...readBackendCases(testData, sampleInterval),
        ...(await readTrainedCases(testData, ['onnx-text/tiny-random-bert.onnx', 'onnx-audio/silero_vad.onnx'])),
      ),
  );

  test.for(Object.values(passes))('$id preserves the results, or leaves the model unchanged', async (pass) => {
    const { failures } = await runStep(
      createStepFactory(pass),
      cases,
      (before, after) => listDifferences(before, after, getRelativeTolerance(pass)),
      true,
    );
    expect(failures).toEqual([]);
  });
});
