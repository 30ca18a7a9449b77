import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readOnnx } from './read-onnx.ts';
import { writeOnnx } from './write-onnx.ts';

// Identical bytes are the same model, so outputs need not be compared.
test('every trained model round-trips byte for byte', ({ skip }) => {
  const data = process.env.ASSAY_TEST_DATA;
  if (!data) return skip('needs ASSAY_TEST_DATA');
  const files = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.onnx'));
  expect(files.length).toBeGreaterThanOrEqual(20);
  for (const file of files) {
    const bytes = readFileSync(path.join(data, file));
    expect(bytes.equals(writeOnnx(readOnnx(bytes))), file).toBe(true);
  }
});
