import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTinyConvNet, createTinyLlama } from '#formats/tiny/models.fixture.ts';
import { expect, test, type Page } from './fixtures/test.ts';
import { buildGguf, waitForInspection } from './fixtures/models-page.ts';
import { checkAccessibility, checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';

const digitsPath = join(import.meta.dirname, '../models/digits/model.onnx');

const chooseFile = (page: Page, name: string, bytes: Uint8Array | string) =>
  page
    .getByTestId('model-file')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });

test.describe('a file of the user', () => {
  test('is shown with facts, fit and forecast, and links to the page that runs it @accessible', async ({ page }) => {
    await page.goto('#/models?file=1');
    await page.getByTestId('model-file').setInputFiles(digitsPath);
    const { error, result } = await waitForInspection(page);
    expect(error).toBeNull();
    expect(result).toMatchObject({ format: 'onnx', fits: 'fits', forecast: { per: 'run' } });
    expect(result.need.highBytes).toBeLessThan(result.budget.bytes);
    expect(result.forecast?.lowMs).toBeLessThan(result.forecast?.highMs ?? 0);
    await expect(page.getByTestId('fit')).toHaveAttribute('data-verdict', 'fits');
    // 32,058 parameters, from the catalogue entry of the same file.
    await expect(page.getByTestId('facts')).toContainText('32,058');
    await page.getByText('Memory breakdown').click();
    await page.getByText('Cost per node').click();
    await expect(page.getByRole('table', { name: 'Memory needed and available' })).toContainText('Weights');
    await checkAccessibilityInAllAppearances(page);
    await page.getByTestId('run').click();
    await expect(page.getByTestId('engine')).toContainText('ONNX Runtime');
    await page.goBack();
    await page.getByTestId('model-file').setInputFiles(digitsPath);
    await page.getByTestId('measure').click();
    await expect(page.getByText('model.onnx,')).toBeVisible();
  });

  test('is copied into the store on request, and opens from there after a reload @long', async ({ page }) => {
    await page.goto('#/models?file=1');
    await page.getByTestId('model-file').setInputFiles(digitsPath);
    await waitForInspection(page);
    await page.getByTestId('store-copy').click();
    const row = page.getByTestId('stored');
    const sha256 = createHash('sha256')
      .update(await readFile(digitsPath))
      .digest('hex');
    await expect(row).toContainText(`model.onnx (${sha256.slice(0, 8)})`);
    await expect(row).toContainText('From file');
    await checkAccessibility(page);
    await page.reload();
    await row.getByRole('button', { name: /^Verify/ }).click();
    await expect(row).toContainText('Verified: all files are intact.');
    await row.getByRole('button', { name: /^Open/ }).click();
    expect((await waitForInspection(page)).result).toMatchObject({ format: 'onnx' });
    await expect(page.getByTestId('store-copy')).toHaveCount(0);
    await page.getByTestId('run').click();
    await expect(page.getByTestId('engine')).toContainText('ONNX Runtime');
  });

  test('is measured, and its forecast is then shown next to the measured time @long', async ({ page }) => {
    await page.goto('#/models?file=1');
    await page.getByTestId('model-file').setInputFiles(digitsPath);
    await waitForInspection(page);
    await page.getByTestId('measure').click();
    await page.getByText('Quick', { exact: true }).click();
    await page.getByTestId('run').click();
    await page.getByTestId('report').waitFor();
    await expect(page.getByTestId('tested-forecast')).toContainText('Measured:');
    await page.goto('#/models?file=1');
    await page.getByTestId('model-file').setInputFiles(digitsPath);
    await waitForInspection(page);
    await page.getByText('Forecast accuracy on this device').click();
    await expect(page.getByText(/of 1 measured times were within/)).toBeVisible();
  });

  test('with markup in its header shows it as text', async ({ page }) => {
    await page.goto('#/models?file=1');
    await chooseFile(page, 'tiny.gguf', createTinyLlama().bytes);
    await waitForInspection(page);
    await expect(page.getByTestId('facts').getByText('Tiny <b>qat</b>').first()).toBeVisible();
    expect(await page.getByTestId('facts').locator('b').count()).toBe(0);
  });

  test('needs more memory with a longer context, and Chat opens it with that context @long', async ({ page }) => {
    await page.goto('#/models?file=1&context=64');
    await chooseFile(page, 'context.gguf', Buffer.concat([buildGguf(4096, 1_000_000), Buffer.alloc(1_000_000)]));
    const { result } = await waitForInspection(page);
    await page.getByText('Memory breakdown').click();
    // 2 layers of 8 key-value heads of 64, keys and values of 2 bytes: 4 KiB per token, so 0.26 MB for 64 tokens.
    const row = page.getByRole('row', { name: /KV cache/ });
    await expect(row).toContainText('0.3 MB');
    await page.getByTestId('context').fill('5');
    await expect(row).toContainText('16.8 MB');
    expect(result.recommend.engine).toBe('wllama');
    await expect(page.getByTestId('run')).toHaveAttribute('href', /#\/chat\?file=1.*context=4096/);
    await page.goto('#/models?file=1');
    await page.reload();
    await chooseFile(page, 'usual.gguf', Buffer.concat([buildGguf(4096, 1_000_000), Buffer.alloc(1_000_000)]));
    await waitForInspection(page);
    await expect(page.getByTestId('run')).toHaveAttribute('href', /context=2048/); // the context length with which Chat opens the model
  });

  test('of five gigabytes is rated as not fitting without being read', async ({ page }) => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-models-'));
    try {
      const large = join(folder, 'large.gguf');
      const weightBytes = 2 * 65_536 * 40_000;
      const header = buildGguf(4096, weightBytes);
      await writeFile(large, header);
      await truncate(large, header.length + weightBytes); // a sparse file: the weights occupy no disk space
      await page.goto('#/models?file=1');
      await page.getByTestId('model-file').setInputFiles(large);
      const { result } = await waitForInspection(page);
      expect(result).toMatchObject({ fits: 'does-not-fit', recommend: { engine: null } });
      expect(result.need.lowBytes).toBeGreaterThan(weightBytes);
      await expect(page.getByTestId('fit')).toContainText('Does not fit');
      await expect(page.getByTestId('recommendation')).toContainText('The model needs at least');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('that is not a model is rejected with its detected type, and the next file is read', async ({ page }) => {
    await page.goto('#/models?file=1');
    await chooseFile(page, 'tiny.tflite', createTinyConvNet().bytes);
    expect(await waitForInspection(page)).toMatchObject({ state: 'done', result: { format: 'tflite' } });
    await chooseFile(page, 'page.onnx', '<!doctype html><title>Sign in</title>');
    expect(await waitForInspection(page)).toMatchObject({ state: 'failed', error: { code: 'model-unknown' } });
    await expect(page.getByRole('alert')).toContainText('page.onnx is a web page, not the file it links to.');
    await chooseFile(page, 'notes.xyz', 'nothing that anyone would call a model');
    expect((await waitForInspection(page)).state).toBe('failed');
    await expect(page.getByRole('alert')).toContainText('notes.xyz is plain text, not a model.');
    await chooseFile(page, 'empty.gguf', '');
    await expect(page.getByRole('alert')).toContainText('empty.gguf is empty.');
  });

  test('that its engine cannot run shows the reason instead of a forecast and a link', async ({ page }) => {
    await page.goto('#/models?file=1');
    await chooseFile(page, 'tiny.tflite', createTinyConvNet().bytes);
    const { result } = await waitForInspection(page);
    expect(result).toMatchObject({
      fits: 'unsupported',
      forecast: null,
      targets: [],
      unsupported: [{ engine: 'litert', devices: ['wasm'], limit: { reason: 'operators-not-supported' } }],
      recommend: { engine: null },
    });
    await expect(page.getByTestId('fit')).toHaveAttribute('data-verdict', 'unsupported');
    await expect(page.getByTestId('recommendation')).toContainText(
      'LiteRT cannot run the model: it uses operators that this engine does not support (custom::Mystery).',
    );
    for (const offer of ['run', 'measure', 'forecast']) await expect(page.getByTestId(offer)).toHaveCount(0);
    await checkAccessibility(page);
  });
});

test('a bundled model is inspected from its link alone', async ({ page }) => {
  await page.goto('#/models?model=digits');
  expect(await waitForInspection(page)).toMatchObject({ state: 'done', result: { format: 'onnx', fits: 'fits' } });
});
