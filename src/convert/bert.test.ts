import { existsSync } from 'node:fs';
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { openNative, ortSkipReason } from '../../scripts/optimise-tests/native-ort.fixture.ts';
import { convertBert } from './bert.ts';

const folder = path.join(process.env.ASSAY_TEST_MODELS ?? '', 'all-MiniLM-L6-v2');
const expectedFile = path.join(process.env.ASSAY_TEST_DATA ?? '', 'real/all-MiniLM-L6-v2/expected.json');
const hasFiles = existsSync(path.join(folder, 'model.safetensors')) && existsSync(expectedFile);
const skipReason = ortSkipReason || (hasFiles ? '' : ' (skipped: needs ASSAY_TEST_MODELS and ASSAY_TEST_DATA)');

test.skipIf(skipReason !== '')(
  `converts MiniLM to a graph that matches sentence-transformers${skipReason}`,
  async () => {
    const config: unknown = JSON.parse(await readFile(path.join(folder, 'config.json'), 'utf8'));
    const model = await convertBert(await openAsBlob(path.join(folder, 'model.safetensors')), config);
    // Computed by sentence-transformers from the same weights: the normalised mean over the tokens.
    const { ids, reference } = JSON.parse(await readFile(expectedFile, 'utf8')) as {
      readonly ids: readonly (readonly number[])[];
      readonly reference: { readonly first8: readonly (readonly number[])[] };
    };
    const session = await openNative(writeOnnx(model));
    for (const [index, tokens] of ids.entries()) {
      const shape = [1, tokens.length];
      const createIntegers = (value: (token: number) => number) =>
        ({ dtype: 'int64', shape, data: BigInt64Array.from(tokens, (token) => BigInt(value(token))) }) as const;
      const { last_hidden_state: hidden } = await session.run({
        input_ids: createIntegers((token) => token),
        attention_mask: createIntegers(() => 1),
        token_type_ids: createIntegers(() => 0),
      });
      const values = hidden!.data as Float32Array;
      const sums = Array.from({ length: 384 }, (_, i) =>
        tokens.reduce((sum, _token, row) => sum + values[row * 384 + i]!, 0),
      );
      const length = Math.hypot(...sums);
      for (const [component, expected] of reference.first8[index]!.entries())
        expect(sums[component]! / length).toBeCloseTo(expected, 5);
    }
    await session.close();
  },
);

test('rejects an unsupported architecture by name', async () => {
  const source = new Blob([]);
  await expect(convertBert(source, { model_type: 'distilbert' })).rejects.toMatchObject({
    code: 'model-unsupported',
    facts: { why: 'model_type: "distilbert"' },
  });
});
