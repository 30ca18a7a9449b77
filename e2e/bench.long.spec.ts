import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSampleCell, createSampleReport } from '#core/report/report.fixture.ts';
import type { TensorReport } from '#core/report/tensor-report.ts';
import type { TextReport } from '#core/report/text-report.ts';
import { encodeReportLink } from '#share/report-link/report-link.ts';
import { createCountingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { checkAccessibility } from './fixtures/accessibility.ts';
import { buildFreeDimensionModel } from './fixtures/free-dimension-model.ts';
import { waitForOutcome } from './fixtures/outcome.ts';
import { expect, test } from './fixtures/test.ts';

test('the result of a language model on the Bench page can be opened, compared and exported', async ({
  page,
  context,
}) => {
  test.slow();
  const ggufBytes = Buffer.from(createCountingLlama().files.get('tiny.gguf') as Uint8Array);
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto('#/bench?file=1&threads=1&context=512&effort=quick');
  await page
    .getByTestId('model-file')
    .setInputFiles({ name: 'tiny.gguf', mimeType: 'application/octet-stream', buffer: ggufBytes });
  await page.getByTestId('run').click();

  const { state, result, link: resultLink, error } = await waitForOutcome<TextReport>(page);
  expect(error).toBeNull();
  expect(state).toBe('done');
  expect(result).toMatchObject({
    kind: 'text',
    contextLength: 512,
    subject: { kind: 'files', id: 'tiny.gguf', weightType: 'F32' },
    target: { opened: { engine: 'wllama', device: 'wasm', threads: 1 } },
    agreement: { verdict: 'identical', same: 32, reference: 'this-device-wasm-2-threads' },
  });
  expect(result.cells.map(({ depth }) => depth > 0)).toEqual([false, false, true, true]);
  for (const { medianTokensPerS } of result.cells) expect(medianTokensPerS).toBeGreaterThan(0);
  const verdict = page.getByTestId('verdict');
  await expect(verdict).toContainText('tokens/s');
  await expect(verdict).toContainText('Empty context');
  await expect(verdict).toContainText('Time to first token of a prompt of');
  await checkAccessibility(page);

  const link = resultLink ?? '';
  expect(link.length).toBeLessThan(2_000);
  const secondTab = await context.newPage();
  await secondTab.goto(link);
  const reopened = await waitForOutcome<TextReport>(secondTab);
  expect(reopened.result.cells.map(({ medianTokensPerS }) => medianTokensPerS)).toEqual(
    result.cells.map(({ medianTokensPerS }) => medianTokensPerS),
  );
  await expect(secondTab.getByTestId('repeat')).toHaveAttribute('href', /#\/bench\?file=1&engine=wllama.*context=512/);

  const slower = result.cells.map((cell) => ({ ...cell, steady: { ...cell.steady, medianMs: cell.steady.maxMs } }));
  const slowerLink = await encodeReportLink({ ...result, cells: slower, orderSeed: 1 });
  await secondTab.goto(`#/compare/${new URL(link).hash.slice('#/r/'.length)}/${slowerLink.slice('#/r/'.length)}`);
  await expect(secondTab.getByTestId('comparison')).toContainText('Empty context');

  const download = page.waitForEvent('download');
  await page.getByRole('heading', { name: 'Export' }).click();
  await page.getByRole('button', { name: 'Save JSON' }).click();
  expect(JSON.parse(await readFile(await (await download).path(), 'utf8'))).toEqual(result);
});

test('a Bench link for a file with auto=1 starts the run as soon as the file is chosen', async ({ page }) => {
  await page.goto('#/bench?file=1&effort=quick&threads=1&dims=length:1024&auto=1');
  await page
    .getByTestId('model-file')
    .setInputFiles({ name: 'free.onnx', mimeType: 'application/octet-stream', buffer: buildFreeDimensionModel() });
  const { result, error } = await waitForOutcome<TensorReport>(page);
  expect(error).toBeNull();
  expect(result).toMatchObject({ subject: { kind: 'files', id: 'free.onnx' }, dimensions: { length: 1024 } });
});

test('if the browser stores nothing, a benchmark completes and the Results page warns of the loss', async ({
  page,
}) => {
  test.slow();
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The user denied permission to access the database.', 'SecurityError');
    };
  });
  await page.goto('#/results');
  await expect(page.getByRole('alert')).toContainText('Results cannot be stored in this browser');
  await page.goto('#/bench?workload=conv&threads=1&effort=quick&auto=1');
  await expect(page.getByTestId('verdict')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('alert')).toContainText('This result was not stored in Results.');
});

test('a comparison reports which of its two links cannot be read', async ({ page }) => {
  const [, validPayload = ''] = (await encodeReportLink(createSampleReport())).split('#/r/');
  for (const [hash, message] of [
    [`#/compare/abc/${validPayload}`, 'The first link cannot be read: it is not a link to a result of Assay'],
    [`#/compare/${validPayload}/${validPayload.slice(0, -30)}`, 'The second link cannot be read: its end is missing'],
  ] as const) {
    await page.goto(hash);
    await expect(page.getByRole('alert')).toContainText(message);
  }
});

test('the statistics of a result with two cells fit the width of a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  const cells = [createSampleCell('depth-0', 52.123, 22), createSampleCell('depth-512', 1_234.567, 22)];
  await page.goto(await encodeReportLink(createSampleReport({ cells })));
  await page.getByRole('heading', { name: 'Statistics' }).click();
  const statistics = page.getByRole('region', { name: 'Statistics of each test' });
  await expect(statistics).toBeVisible();
  expect(await statistics.evaluate((frame) => frame.scrollWidth - frame.clientWidth)).toBeLessThanOrEqual(0);
});

test('results of different models are not compared, and the reason is shown', async ({ page }) => {
  const { subject } = createSampleReport();
  const links = await Promise.all([
    encodeReportLink(createSampleReport()),
    encodeReportLink(createSampleReport({ subject: { ...subject, id: 'encoder', sha256: '00'.repeat(32) } })),
  ]);
  await page.goto(`#/compare/${links.map((link) => link.slice('#/r/'.length)).join('/')}`);
  await expect(page.getByTestId('comparison')).toContainText('Not comparable: the results are of different models.');
});

test('a matrix measures a stored model of free image size at each size', async ({ page }) => {
  const testData = process.env['ASSAY_TEST_DATA'];
  test.skip(testData === undefined, 'ASSAY_TEST_DATA is not set');
  test.slow();
  await page.goto('#/models?file=1');
  await page.getByTestId('model-file').setInputFiles(join(testData!, 'onnx-face/yunet_n_dynamic.onnx'));
  await page.getByTestId('store-copy').click();
  await expect(page.getByTestId('stored')).toContainText('yunet_n_dynamic.onnx');
  await page.goto('#/bench');
  const panel = page.getByTestId('bench-matrix');
  await panel.getByLabel('Vision (MobileNetV2)').uncheck();
  await panel.getByLabel('yunet_n_dynamic').check();
  const webgpu = panel.getByLabel('WebGPU');
  if (await webgpu.isVisible()) await webgpu.uncheck(); // seconds per run on a software adapter
  await panel.getByLabel('Image sizes in pixels').fill('160, 320');
  await panel.getByTestId('run-matrix').click();
  await expect(panel.getByRole('button', { name: 'Save as CSV' })).toBeVisible({ timeout: 120_000 });
  const rows = page.getByTestId('matrix-table').locator('tbody tr');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('160 × 160');
  await rows.last().getByRole('link').first().click();
  await expect(page.getByTestId('report')).toContainText('320'); // the sizes are stored with the result
});
