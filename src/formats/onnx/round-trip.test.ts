import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readOnnx } from './read-onnx.ts';
import { writeOnnx } from './write-onnx.ts';

// Identical bytes are the same model, so outputs need not be compared.
test('every trained model round-trips byte for byte', ({ skip }) => {
  const testData = process.env.ASSAY_TEST_DATA;
  if (!testData) return skip('needs ASSAY_TEST_DATA');
  const files = readdirSync(testData, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.onnx'));
  expect(files.length).toBeGreaterThanOrEqual(20);
  for (const file of files) {
    const bytes = readFileSync(path.join(testData, file));
    expect(bytes.equals(writeOnnx(readOnnx(bytes))), file).toBe(true);
  }
});
