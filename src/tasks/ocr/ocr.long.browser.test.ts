import { expect, inject, test } from 'vitest';
import { compareWithRapidOcr } from '../../../workers/tests/ocr-samples.fixture.ts';
import { sampleNames } from './reference-values.fixture.ts';

test.skipIf(!inject('testData'))(
  'PP-OCR reads the ten samples with the same text and positions as RapidOCR (needs ASSAY_TEST_DATA)',
  async ({ skip }) => {
    const compared = await compareWithRapidOcr(sampleNames);
    if (!compared) return skip('the folder has no onnx-ocr models');
    expect(compared.identical.length).toBeGreaterThanOrEqual(9);
    expect(compared.overlaps.reduce((sum, share) => sum + share, 0) / compared.overlaps.length).toBeGreaterThan(0.9);
    expect(compared.errors).toBeLessThanOrEqual(compared.referenceErrors);
  },
  600_000,
);
