import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tinyTextClassifier, tinyTokenClassifier, type TinyModelFiles } from '#tasks/text-model/tiny-models.fixture.ts';
import reference from '#tasks/text-model/reference-values.json' with { type: 'json' };
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { runAssay } from './fixtures/command-line.ts';
import { expect, test } from './fixtures/test.ts';

const { labels, classifications, tokenClassifications } = reference;
const toPayloads = (files: TinyModelFiles) =>
  Object.entries(files).map(([name, bytes]) => ({ name, mimeType: '', buffer: Buffer.from(bytes) }));
const toTextFile = (texts: readonly string[]) => ({
  name: 'texts.txt',
  mimeType: 'text/plain',
  buffer: Buffer.from(texts.join('\n')),
});

/** Writes files to a folder of the test, and returns its path. */
async function writeFolder(name: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = test.info().outputPath(name);
  await mkdir(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) await writeFile(join(folder, path), content);
  return folder;
}

test('texts of a file get the labels of transformers, and a long one is reported @long @accessible', async ({
  page,
}) => {
  await page.goto('#/run?task=text-classification');
  await page.getByTestId('model-file').setInputFiles(toPayloads(tinyTextClassifier));
  await page.getByTestId('text-file').setInputFiles(toTextFile(classifications.map(({ text }) => text)));
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  for (const [index, { text, softmax }] of classifications.entries()) {
    const best = Math.max(...softmax);
    const row = page.getByRole('row').nth(index + 1);
    await expect(row).toContainText(text);
    await expect(row).toContainText(labels[softmax.indexOf(best)]!);
    await expect(row).toContainText(best.toFixed(3));
  }
  await expect(page.getByTestId('truncated')).toContainText('only its first 12 tokens were read');
  await checkAccessibilityInAllAppearances(page);
});

test('entities are marked in texts, aggregated as chosen, and exported @accessible', async ({ page }) => {
  await page.goto('#/run?task=token-classification');
  await page.getByTestId('model-file').setInputFiles(toPayloads(tinyTokenClassifier));
  await page.getByTestId('text-file').setInputFiles(toTextFile(tokenClassifications.map(({ text }) => text)));
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const marks = page.getByTestId('marked').locator('mark');
  await expect(marks.first()).toHaveText('Anna Smith PER');
  const countEntities = (aggregation: 'simple' | 'none') =>
    tokenClassifications.reduce((sum, { entities }) => sum + entities[aggregation].length, 0);
  await expect(marks).toHaveCount(countEntities('simple'));
  await checkAccessibilityInAllAppearances(page);
  await page.getByTestId('aggregation').selectOption('none');
  await expect(marks).toHaveCount(countEntities('none'));
  await expect(page).toHaveURL(/aggregation=none/);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save CSV' }).click();
  const csv = await readFile(await (await download).path(), 'utf8');
  expect(csv.trim().split('\n')).toHaveLength(1 + countEntities('none'));
  expect(csv).toContain('B-PER,Anna,0,4,');
});

/** Labelled texts. The label of the last one differs from the prediction of the tiny model. */
const classTable = ['text,label', ...classifications.slice(0, 4).map(toRow), '"A great film!",NEGATIVE'].join('\n');
const conllText = 'Anna B-PER\nSmith I-PER\nlives O\nin O\nNew B-LOC\nYork I-LOC\n. O\n\nParis B-PER\n';

function toRow({ text, softmax }: (typeof classifications)[number]): string {
  return `"${text}",${labels[softmax.indexOf(Math.max(...softmax))]}`;
}

test('Evaluate scores classes of texts in the page', async ({ page }) => {
  await page.goto('#/evaluate?task=text-classification');
  await page.getByTestId('choose-model').click();
  const chooseFiles = page.getByTestId('picker').locator('input[type=file]').first();
  await chooseFiles.setInputFiles(toPayloads(tinyTextClassifier));
  await page.getByTestId('data-folder').setInputFiles(await writeFolder('texts', { 'labels.csv': classTable }));
  await page.getByTestId('evaluate').click();
  const scores = page.getByTestId('scores');
  await expect(scores.getByRole('row', { name: 'Top-1 accuracy' })).toContainText('80%');
});

test('eval scores classes and entities of texts on wasm @long', async () => {
  const evaluate = async (task: string, model: TinyModelFiles, data: Readonly<Record<string, string>>) => {
    const folders = [await writeFolder(`${task}-model`, model), await writeFolder(`${task}-data`, data)] as const;
    return runAssay('eval', '--task', task, '--model', folders[0], '--data', folders[1], '--device', 'wasm', '--json');
  };
  const score = (metric: string, value: number) => expect.objectContaining({ metric, value }) as unknown;
  expect(await evaluate('text-classification', tinyTextClassifier, { 'labels.csv': classTable })).toMatchObject({
    failed: [],
    report: {
      target: { opened: { host: 'page', engine: 'ort', device: 'wasm' } },
      scores: expect.arrayContaining([score('top-1', 0.8)]) as unknown,
    },
  });
  expect(await evaluate('token-classification', tinyTokenClassifier, { 'test.conll': conllText })).toMatchObject({
    failed: [],
    report: { scores: expect.arrayContaining([score('entity-f1', 2 / 3), score('word-accuracy', 7 / 8)]) as unknown },
  });
});
