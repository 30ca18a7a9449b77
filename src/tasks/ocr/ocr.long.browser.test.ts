import { expect, inject, test } from 'vitest';
import { compareWithRapidOcr } from '../../../workers/tests/ocr-samples.fixture.ts';
import { sampleNames } from './reference-values.fixture.ts';

test.skipIf(!inject('testData'))(
  'PP-OCR reads the ten samples with the same text and positions as RapidOCR (needs ASSAY_TEST_DATA)',
  async ({ skip }) => {
    const comparison = await compareWithRapidOcr(sampleNames);
    if (!comparison) return skip('the folder has no onnx-ocr models');
    expect(comparison.identical.length).toBeGreaterThanOrEqual(9);
    expect(comparison.overlaps.reduce((sum, overlap) => sum + overlap, 0) / comparison.overlaps.length).toBeGreaterThan(
      0.9,
    );
    expect(comparison.errors).toBeLessThanOrEqual(comparison.referenceErrors);
  },
  600_000,
);
