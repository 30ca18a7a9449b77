import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { backendModels } from '../../../scripts/onnx-backend-tests.fixture.ts';
import { readOnnx } from '#formats/onnx/read.ts';
import { writeOnnx } from '#formats/onnx/write.ts';
import { runPasses } from '../run-passes.ts';
import { passes } from './index.ts';
import { outputsOf } from './outputs.fixture.ts';

const data = process.env.ASSAY_TEST_DATA ?? '';

test('every pass is listed under its id', () => {
  for (const [id, pass] of Object.entries(passes)) expect(pass.id).toBe(id);
});

function models(): [file: string, bytes: Buffer][] {
  const trained = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.onnx'));
  return [
    ...backendModels(data),
    ...trained.map((file): [string, Buffer] => [file, readFileSync(path.join(data, file))]),
  ];
}

describe.skipIf(data === '')('over every trained model and every ONNX backend test (needs ASSAY_TEST_DATA)', () => {
  test.for(Object.values(passes))('$id preserves the results, or leaves the model unchanged', async (pass) => {
    let rewritten = 0;
    for (const [file, bytes] of models()) {
      const model = readOnnx(bytes);
      const [outcome] = await runPasses(model, [pass]);
      const written = writeOnnx(model);
      if (outcome?.code === 'nothing-to-rewrite') {
        expect(bytes.equals(written), file).toBe(true);
        continue;
      }
      rewritten++;
      expect(await outputsOf(written), file).toEqual(await outputsOf(bytes));
    }
    expect(rewritten).toBeGreaterThan(0);
  });
});
