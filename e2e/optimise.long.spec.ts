import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from '../companion/cli/files/png.ts';
import { runCommand } from '../companion/cli/run-command.fixture.ts';
import { buildTinyDecoder } from '../src/convert/decoder/tiny-decoder.fixture.ts';
import { mediaReference } from '../scripts/convert-tests/media-models.fixture.ts';
import { writeSafetensors } from '../scripts/convert-tests/transformers-models.fixture.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/test.ts';

/** Writes a folder per class with white rings and bars on black. */
async function writeDigitFolders(): Promise<string> {
  const folder = test.info().outputPath('digits');
  const drawWhite = (isWhite: (x: number, y: number) => boolean) =>
    encodePng(56, 56, (x, y) => (isWhite(x, y) ? 255 : 0));
  const ring = (width: number) => drawWhite((x, y) => Math.abs(Math.hypot((x - 28) / width, (y - 28) / 18) - 1) < 0.22);
  const bar = (left: number) => drawWhite((x, y) => x >= left && x < left + 6 && y > 7 && y < 48);
  const files = { '0/a.png': ring(12), '0/b.png': ring(14), '1/c.png': bar(25), '1/d.png': bar(26) };
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

const countChecked = (boxes: readonly Element[]) => boxes.filter((box) => (box as HTMLInputElement).checked).length;

test('a model is calibrated on a folder, optimised, evaluated with gates and stored @accessible', async ({ page }) => {
  test.setTimeout(480_000); // both models are measured on every backend, WebGPU in software
  await page.goto('#/optimise?model=digits');
  await expect(page.getByTestId('scheme-float16')).toContainText('about');
  await page.getByText(/schemes do not apply/).click();
  await expect(page.getByTestId('refused')).toContainText('calibration data');
  await page.getByTestId('data-folder').setInputFiles(await writeDigitFolders());
  await expect(page.getByTestId('scheme-static-int8')).toBeVisible();
  await page.getByTestId('scheme-static-int8').getByRole('radio').check();
  await checkAccessibilityInAllAppearances(page);
  await page.setViewportSize({ width: 1280, height: 900 }); // the data panel is collapsed on a narrow screen
  const gates = { 'model-size-ratio': 'error', quality: { severity: 'warn', limit: 0.5, unit: 'fraction' } };
  await page.getByText('Gates that the result must pass').click();
  await page.locator('summary', { hasText: 'Gate file (assay.gates.json)' }).click();
  await page.getByTestId('gate-file').fill(JSON.stringify({ version: 1, gates }));
  await page.getByTestId('optimise').click();
  await expect(page.getByTestId('result')).toBeVisible({ timeout: 300_000 });
  await expect(page.getByTestId('stage-validate')).toContainText('Top-1 accuracy');
  await expect(page.getByTestId('agreement')).toHaveAttribute('data-verdict', /identical|close|differs/);
  await checkAccessibilityInAllAppearances(page);

  await page.getByTestId('find-sensitive').click();
  const nodes = page.getByTestId('sensitive-nodes').getByRole('checkbox');
  await expect(nodes.first()).toBeVisible({ timeout: 120_000 });
  await checkAccessibilityInAllAppearances(page);
  const original = await page.getByTestId('stage-quantise').textContent();
  await page.getByTestId('show-sensitive').click();
  const graph = page.getByTestId('graph-canvas');
  await expect(graph).not.toHaveAttribute('data-boxes', '0');
  await checkAccessibilityInAllAppearances(page);
  // The first node is drawn in the middle. Clicking a node that the scheme changes toggles its entry in the list.
  const countBefore = await nodes.evaluateAll(countChecked);
  const { width, height } = (await graph.boundingBox())!;
  for (let y = 10; y < height; y += 15) {
    await graph.click({ position: { x: width / 2, y } });
    if ((await nodes.evaluateAll(countChecked)) !== countBefore) break;
  }
  expect(await nodes.evaluateAll(countChecked)).not.toBe(countBefore);
  await nodes.first().setChecked(true);
  await page.getByTestId('optimise-without').click();
  await expect(page.getByTestId('result')).toBeVisible({ timeout: 300_000 });
  expect(await page.getByTestId('stage-quantise').textContent()).not.toBe(original);

  const download = page.waitForEvent('download');
  await page.getByTestId('download-card').click();
  const card = await readFile((await (await download).path())!, 'utf8');
  expect(card).toMatch(/\| Made from \| model\.onnx, [0-9a-f]{64} \|/);
  await page.getByTestId('store').click();
  await expect(page.getByTestId('stored')).toContainText('.static-int8.onnx');
  await page.getByTestId('sign').click();
  await page.getByTestId('open-hallmark').click();
  await expect(page.getByText('Made from', { exact: true })).toBeVisible();
});

test('the recipe of a model card gives the same bytes on the command line', async ({ page }) => {
  test.setTimeout(480_000);
  await page.goto('#/optimise?model=digits&scheme=float16');
  await page.getByTestId('optimise').click();
  await expect(page.getByTestId('result')).toBeVisible({ timeout: 300_000 });
  const download = page.waitForEvent('download');
  await page.getByTestId('download-card').click();
  const card = await readFile((await (await download).path())!, 'utf8');
  // Its digest, and the digest of the command's result with the page's recipe.
  const [, digest] = /\| This model \| ([0-9a-f]{64}) \|/.exec(card)!;
  const recipe = test.info().outputPath('recipe.json');
  await writeFile(recipe, /```json\n([^`]+)```/.exec(card)![1]!);
  const args = ['models/digits/model.onnx', '--recipe', recipe, '--out', test.info().outputPath('made.onnx'), '--json'];
  const { printed } = await runCommand(['optimise', ...args]);
  expect((JSON.parse(printed) as { sha256: string }).sha256).toBe(digest);
});

test('a search judges each scheme by the gates, and explains the choice', async ({ page }) => {
  test.setTimeout(480_000);
  await page.setViewportSize({ width: 1280, height: 900 }); // the data panel is collapsed on a narrow screen
  await page.goto('#/optimise?model=digits');
  await page.getByTestId('data-folder').setInputFiles(await writeDigitFolders());
  await expect(page.getByTestId('scheme-static-int8')).toBeVisible();
  const gates = { 'model-size-ratio': { severity: 'error', limit: 0.45, unit: 'ratio' } };
  await page.getByText('Gates that the result must pass').click();
  await page.locator('summary', { hasText: 'Gate file (assay.gates.json)' }).click();
  await page.getByTestId('gate-file').fill(JSON.stringify({ version: 1, gates }));
  await page.getByTestId('search').click();
  await expect(page.getByTestId('choice')).toContainText('that passes the gates', { timeout: 400_000 });
  // Half of the size, by the definition of float16.
  await expect(page.getByTestId('trial-float16')).toContainText('fails gates: Model size, relative');
  await expect(page.getByTestId('trial-static-int8')).not.toContainText('fails gates');
  // Without gates, the trials that were judged by gates are not reused.
  await page.getByTestId('gate-file').fill('');
  await expect(page.getByTestId('trial-float16')).toBeHidden();
});

test('a quantised GGUF file is recognised, and converted on request @accessible', async ({ page }) => {
  await page.goto('#/optimise');
  const buffer = Buffer.from(buildTinyDecoder('llama', 'Q8_0'));
  const file = { name: 'tiny.gguf', mimeType: 'application/octet-stream', buffer };
  await page.getByTestId('choose-model').click();
  await page.getByTestId('picker').locator('input[type=file]').first().setInputFiles(file);
  await expect(page.getByTestId('quantised')).toContainText('already quantised (Q8_0)');
  await expect(page.getByTestId('conversion-q4_0')).toContainText('Requantises Q8_0');
  await checkAccessibilityInAllAppearances(page);
  await page.getByTestId('conversion-q4_0').getByRole('button').click();
  await expect(page.getByTestId('converted')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByTestId('download-converted').click();
  expect((await download).suggestedFilename()).toBe('tiny.q4_0.gguf');
  await page.getByTestId('store-converted').click();
  await expect(page.getByText('Stored as tiny.q4_0.gguf')).toBeVisible();
});

/** The weights and the configuration of a tiny model, as files to choose. */
function toFiles({ config, tensors }: (typeof mediaReference)['vit' | 'whisper']) {
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
  return [
    file('model.safetensors', Buffer.from(writeSafetensors({ tensors }))),
    file('config.json', Buffer.from(JSON.stringify(config))),
  ];
}

test('Whisper in safetensors becomes the two graphs of the Hub, and ViT can be optimised', async ({ page }) => {
  await page.goto('#/optimise');
  await page.getByTestId('choose-model').click();
  await page.getByTestId('picker').locator('input[type=file]').first().setInputFiles(toFiles(mediaReference.whisper));
  await page.getByTestId('conversion-float32').getByRole('button').click();
  await expect(page.getByTestId('converted')).toBeVisible();
  const names: string[] = [];
  page.on('download', (download) => names.push(download.suggestedFilename()));
  await page.getByTestId('download-converted').click();
  await expect.poll(() => names.toSorted()).toEqual(['config.json', 'decoder_model_merged.onnx', 'encoder_model.onnx']);

  await page.getByTestId('choose-model').click();
  await page.getByTestId('picker').locator('input[type=file]').first().setInputFiles(toFiles(mediaReference.vit));
  await page.getByTestId('scheme-float16').getByRole('radio').check();
  await page.getByTestId('optimise').click();
  await expect(page.getByTestId('agreement')).toHaveAttribute('data-verdict', 'close', { timeout: 240_000 });
});
