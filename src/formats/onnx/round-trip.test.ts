import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { readOnnx } from './read.ts';
import { writeOnnx } from './write.ts';

// Work for seconds on an idle machine.
vi.setConfig({ testTimeout: 60_000 });

const data = process.env.ASSAY_TEST_DATA;
const why = 'needs ASSAY_TEST_DATA';

/** The same bytes are the same model to every engine: nothing has to be run to know that the outputs are the same. */
function expectSameBytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.onnx'));
  for (const file of files) {
    const bytes = readFileSync(path.join(folder, file));
    expect(bytes.equals(writeOnnx(readOnnx(bytes))), file).toBe(true);
  }
  return files.length;
}

test('gives back every trained model byte for byte', ({ skip }) => {
  if (!data) return skip(why);
  expect(expectSameBytes(data)).toBeGreaterThanOrEqual(20);
});

test('gives back every model of the ONNX backend tests byte for byte', ({ skip }) => {
  if (!data) return skip(why);
  const folder = mkdtempSync(path.join(tmpdir(), 'assay-onnx-'));
  try {
    execFileSync('tar', ['-xJf', path.join(data, 'peer/onnx-backend-test-data-v1.17.0.tar.xz'), '-C', folder]);
    expect(expectSameBytes(folder)).toBe(1437); // find -name '*.onnx' | wc -l
  } finally {
    rmSync(folder, { recursive: true });
  }
});
