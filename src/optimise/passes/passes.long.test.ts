import { beforeAll, describe, expect, test } from 'vitest';
import { backendCases, differences, trainedCases, type Case } from '../../../scripts/optimise-tests/cases.fixture.ts';
import { whyNoOrt } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { runStep, stepForCase, relativeTolerance } from '../../../scripts/optimise-tests/run-step.fixture.ts';
import { passes } from './index.ts';

const data = process.env.ASSAY_TEST_DATA ?? '';

const why = whyNoOrt || (data === '' ? 'skipped: needs ASSAY_TEST_DATA' : '');
describe.skipIf(why !== '')(`over every trained model and every ONNX backend test ${why}`, () => {
  const cases: Case[] = [];
  beforeAll(async () => void cases.push(...backendCases(data), ...(await trainedCases(data))));

  test.for(Object.values(passes))(
    '$id preserves the results, or leaves the model unchanged',
    { timeout: 300_000 },
    async (pass) => {
      const { failures } = await runStep(
        stepForCase(pass),
        cases,
        (before, after) => differences(before, after, relativeTolerance(pass)),
        true,
      );
      expect(failures).toEqual([]);
    },
  );
});
