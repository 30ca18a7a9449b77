import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkAccessibility } from './fixtures/accessibility.ts';
import { runEval, readNativeScores, type NativeScores } from './fixtures/native-scores.ts';
import { expect, test } from './fixtures/test.ts';

const testData = process.env['ASSAY_TEST_DATA'];

test('eval scores a classifier like native onnxruntime', async () => {
  test.skip(testData === undefined, 'ASSAY_TEST_DATA is not set');
  test.slow();
  // A browser's resampling lies between the two methods of the script, and so does each score.
  const { antialiased, interpolated } = (await readNativeScores('classification')) as NativeScores;
  const scores = await runEval('image-classification', 'onnx-classify/mobilenetv2-12-int8.onnx', 'data-imagenet200');
  for (const metric of ['top-1', 'top-5']) {
    expect(scores[metric]).toBeGreaterThanOrEqual(interpolated[metric]!);
    expect(scores[metric]).toBeLessThanOrEqual(antialiased[metric]!);
  }
});

test('eval scores detectors like native onnxruntime', async () => {
  test.skip(testData === undefined, 'ASSAY_TEST_DATA is not set');
  test.slow();
  // With eight images, JPEG decoding and resampling move the average precision by up to 0.02.
  for (const native of (await readNativeScores('detection')) as (NativeScores & { readonly model: string })[]) {
    const scores = await runEval('object-detection', `onnx-detect/${native.model}`, 'data-coco8');
    for (const metric of ['ap50-95', 'ap50'])
      expect(Math.abs(scores[metric]! - native.antialiased[metric]!), `${native.model} ${metric}`).toBeLessThan(0.03);
  }
});

const languageModels = {
  'stories260K.gguf': { folder: testData && join(testData, 'gguf'), variable: 'ASSAY_TEST_DATA' },
  'SmolLM2-135M-Instruct.Q4_1.gguf': { folder: process.env['ASSAY_TEST_MODELS'], variable: 'ASSAY_TEST_MODELS' },
};

interface ReferencePerplexity {
  readonly sha256: string;
  readonly perplexity: number;
  /** The agreement with a copy whose last bytes are zero. */
  readonly zeroed?: { readonly perplexity: number; readonly nextTokenAgreement: number };
}

/** Reads the output of the script with this name, by model. */
async function readPerplexities(script: string): Promise<Readonly<Record<string, ReferencePerplexity>>> {
  const { models } = (await readNativeScores(script)) as { readonly models: Record<string, ReferencePerplexity> };
  return models;
}

/** Writes the text of the reference perplexities to a file. */
async function readWikitext(): Promise<string> {
  const text = await readFile(join(testData!, 'data-text/wikitext-2-raw-test.txt'), 'utf8');
  const file = test.info().outputPath('text.txt');
  await writeFile(file, text.slice(0, 6000));
  return file;
}

for (const [name, { folder, variable }] of Object.entries(languageModels)) {
  test(`eval prints the perplexity of ${name} like a forward pass in NumPy`, async () => {
    test.skip(testData === undefined, 'ASSAY_TEST_DATA is not set');
    test.skip(!folder || !existsSync(join(folder, name)), `${variable} has no ${name}`);
    test.setTimeout(1_800_000); // 1,536 tokens of a model of 135 million parameters
    const { perplexity: expected, sha256 } = (await readPerplexities('perplexity'))[name]!;
    const model = join(folder!, name);
    expect(
      createHash('sha256')
        .update(await readFile(model))
        .digest('hex'),
    ).toBe(sha256);
    // llama.cpp's threads wait by spinning, so on a shared machine several are slower than one.
    const { perplexity } = await runEval('text-generation', model, await readWikitext(), 1);
    const native = (await readPerplexities('perplexity-llama-cpp'))[name]!.perplexity;
    for (const reference of [expected, native]) expect(Math.abs(perplexity! / reference - 1)).toBeLessThan(0.002);
  });
}

test("eval prints llama.cpp's next-token agreement of a damaged model with the original", async () => {
  test.skip(testData === undefined, 'ASSAY_TEST_DATA is not set');
  test.slow();
  const name = 'stories260K.gguf';
  const original = join(testData!, 'gguf', name);
  const { zeroed } = (await readPerplexities('perplexity-llama-cpp'))[name]!;
  const bytes = await readFile(original);
  const damaged = test.info().outputPath(name);
  await writeFile(damaged, bytes.fill(0, bytes.length - 4096)); // zeroes the same bytes as perplexity-llama-cpp.mjs
  const scores = await runEval('text-generation', damaged, await readWikitext(), 1, original);
  expect(scores['perplexity']! / zeroed!.perplexity).toBeCloseTo(1, 2);
  expect(scores['next-token-agreement']).toBeCloseTo(zeroed!.nextTokenAgreement, 2);
});

test('eval prints the correlation of sentence embeddings with STS-B', async () => {
  test.skip(testData === undefined, 'ASSAY_TEST_DATA is not set');
  test.slow();
  const folder = join(testData!, 'real/all-MiniLM-L6-v2');
  const model = test.info().outputPath('model');
  await mkdir(join(model, '1_Pooling'), { recursive: true });
  await copyFile(join(folder, 'onnx/model_quantized.onnx'), join(model, 'model.onnx'));
  // Two files named config.json: the transformer's and the pooling's.
  const configuration = ['tokenizer.json', 'tokenizer_config.json', 'config.json', 'sentence_bert_config.json'];
  for (const name of [...configuration, 'modules.json', '1_Pooling/config.json'])
    await copyFile(join(folder, name), join(model, name));
  const pairs = test.info().outputPath('dev.tsv');
  await copyFile(join(testData!, 'data-text/sts-dev.csv'), pairs); // columns are separated by tabs
  const { spearman } = await runEval('sentence-embedding', model, pairs);
  const { int8 } = JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8')) as {
    readonly int8: { readonly sts_b_dev_spearman: number };
  };
  expect(spearman).toBeCloseTo(int8.sts_b_dev_spearman, 2);
});

for (const task of ['text-generation', 'sentence-embedding', 'raw-outputs']) {
  test(`the Evaluate page of ${task} is accessible @accessible`, async ({ page }) => {
    await page.goto(`#/evaluate?task=${task}`);
    await expect(page.getByTestId('choose-model')).toBeVisible();
    await checkAccessibility(page);
  });
}
