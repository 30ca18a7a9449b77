import { beforeAll, describe, expect, test } from 'vitest';
import { readBackendCases, readTrainedCases, type Case } from '../../../scripts/optimise-tests/cases.fixture.ts';
import { ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { runScheme, schemeVariants } from '../../../scripts/optimise-tests/run-scheme.fixture.ts';
import { schemes } from './index.ts';

const testData = process.env.ASSAY_TEST_DATA ?? '';
/** Every n-th case is tested here, and all of them in `schemes.long.test.ts`, which takes minutes. */
const sampleInterval = 80;

test('every scheme is listed under its id', () => {
  for (const [id, scheme] of Object.entries(schemes)) expect(scheme.id).toBe(id);
});

const skipReason = ortSkipReason || (testData === '' ? ' (skipped: needs ASSAY_TEST_DATA)' : '');
describe.skipIf(skipReason !== '')(`on a sample of ONNX's backend tests and some trained models${skipReason}`, () => {
  const cases: Case[] = [];
  beforeAll(async () => {
    cases.push(...readBackendCases(testData, sampleInterval));
    cases.push(
      ...(await readTrainedCases(testData, ['onnx-text/tiny-random-bert.onnx', 'onnx-face/mobilefacenet.onnx'])),
    );
  });

  test.for(schemeVariants)('$name keeps the results, or leaves the model unchanged', async (variant) => {
    expect((await runScheme(variant, cases)).failures).toEqual([]);
  });
});
