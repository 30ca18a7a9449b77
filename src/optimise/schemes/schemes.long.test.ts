import { beforeAll, describe, expect, test } from 'vitest';
import { readBackendCases, readTrainedCases, type Case } from '../../../scripts/optimise-tests/cases.fixture.ts';
import { ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { runScheme, schemeVariants } from '../../../scripts/optimise-tests/run-scheme.fixture.ts';

const testData = process.env.ASSAY_TEST_DATA ?? '';

const skipReason = ortSkipReason || (testData === '' ? ' (skipped: needs ASSAY_TEST_DATA)' : '');
describe.skipIf(skipReason !== '')(`on every ONNX backend test and every trained model${skipReason}`, () => {
  const cases: Case[] = [];
  beforeAll(async () => {
    cases.push(...readBackendCases(testData));
    cases.push(...(await readTrainedCases(testData)));
  });

  // Calibration searches thousands of histograms: a minute on a busy machine.
  test.for(schemeVariants)(
    '$name keeps the results, or leaves the model unchanged',
    { timeout: 300_000 },
    async (variant) => {
      const { rewritten, failures } = await runScheme(variant, cases);
      expect(failures).toEqual([]);
      expect(rewritten).toBeGreaterThan(0);
    },
  );
});
