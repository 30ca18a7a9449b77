import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectNoViolations } from './fixtures/no-violations.ts';
import { evalScores, nativeScores, type NativeScores } from './fixtures/native-scores.ts';
import { expect, test } from './fixtures/test.ts';

test('eval prints scores of detectors like those of native onnxruntime', async () => {
  test.skip(process.env['ASSAY_TEST_DATA'] === undefined, 'ASSAY_TEST_DATA is not set');
  test.slow();
  // With eight images, JPEG decoding and resampling move the average precision by up to 0.02.
  for (const native of (await nativeScores('detection')) as (NativeScores & { readonly model: string })[]) {
    const scores = await evalScores('object-detection', `onnx-detect/${native.model}`, 'data-coco8');
    for (const metric of ['ap50-95', 'ap50'])
      expect(Math.abs(scores[metric]! - native.antialiased[metric]!), `${native.model} ${metric}`).toBeLessThan(0.03);
  }
});

const testData = process.env['ASSAY_TEST_DATA'];

test('eval prints the perplexity of a language model as a forward pass in NumPy computes it', async () => {
  test.skip(testData === undefined, 'ASSAY_TEST_DATA is not set');
  test.slow();
  const { models } = (await nativeScores('perplexity')) as {
    readonly models: Readonly<Record<string, { readonly perplexity: number }>>;
  };
  const text = await readFile(join(testData!, 'data-text/wikitext-2-raw-test.txt'), 'utf8');
  const file = test.info().outputPath('text.txt');
  await writeFile(file, text.slice(0, 6000)); // as perplexity.py
  const { perplexity } = await evalScores('text-generation', 'gguf/stories260K.gguf', file);
  // llama.cpp computes attention in float16.
  expect(perplexity! / models['stories260K.gguf']!.perplexity).toBeCloseTo(1, 2);
});

test('eval prints the correlation of sentence embeddings with STS-B', async () => {
  test.skip(testData === undefined, 'ASSAY_TEST_DATA is not set');
  test.slow();
  const folder = join(testData!, 'real/all-MiniLM-L6-v2');
  const model = test.info().outputPath('model');
  await mkdir(model);
  await copyFile(join(folder, 'onnx/model_quantized.onnx'), join(model, 'model.onnx'));
  await copyFile(join(folder, 'tokenizer.json'), join(model, 'tokenizer.json'));
  const pairs = test.info().outputPath('dev.tsv');
  await copyFile(join(testData!, 'data-text/sts-dev.csv'), pairs); // separated by tabs
  const { spearman } = await evalScores('sentence-embedding', model, pairs);
  const { int8 } = JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8')) as {
    readonly int8: { readonly sts_b_dev_spearman: number };
  };
  expect(spearman).toBeCloseTo(int8.sts_b_dev_spearman, 2);
});

for (const task of ['text-generation', 'sentence-embedding', 'raw-outputs']) {
  test(`the Evaluate page of ${task} is accessible @accessible`, async ({ page }) => {
    await page.goto(`#/evaluate?task=${task}`);
    await expect(page.getByTestId('choose-model')).toBeVisible();
    await expectNoViolations(page);
  });
}
