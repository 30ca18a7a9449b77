import { readFile } from 'node:fs/promises';
import { createSampleCell, createSampleReport } from '#core/report/report.fixture.ts';
import type { TensorReport } from '#core/report/tensor-report.ts';
import type { TextReport } from '#core/report/text-report.ts';
import { encodeReportLink } from '#share/report-link/report-link.ts';
import { createCountingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { checkAccessibility } from './fixtures/accessibility.ts';
import { buildFreeModel } from './fixtures/free-model.ts';
import { waitForOutcome } from './fixtures/outcome.ts';
import { expect, test } from './fixtures/test.ts';

test('a language model is measured on the Bench page, and its result can be opened, compared and exported', async ({
  page,
  context,
}) => {
  test.slow();
  const gguf = Buffer.from(createCountingLlama().files.get('tiny.gguf') as Uint8Array);
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto('#/bench?file=1&threads=1&context=512&effort=quick');
  await page
    .getByTestId('model-file')
    .setInputFiles({ name: 'tiny.gguf', mimeType: 'application/octet-stream', buffer: gguf });
  await page.getByTestId('run').click();

  const { state, result, link: made, error } = await waitForOutcome<TextReport>(page);
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

  const link = made ?? '';
  expect(link.length).toBeLessThan(2_000);
  const other = await context.newPage();
  await other.goto(link);
  const opened = await waitForOutcome<TextReport>(other);
  expect(opened.result.cells.map(({ medianTokensPerS }) => medianTokensPerS)).toEqual(
    result.cells.map(({ medianTokensPerS }) => medianTokensPerS),
  );
  await expect(other.getByTestId('repeat')).toHaveAttribute('href', /#\/bench\?file=1&engine=wllama.*context=512/);

  const slower = result.cells.map((cell) => ({ ...cell, steady: { ...cell.steady, medianMs: cell.steady.maxMs } }));
  const second = await encodeReportLink({ ...result, cells: slower, orderSeed: 1 });
  await other.goto(`#/compare/${new URL(link).hash.slice('#/r/'.length)}/${second.slice('#/r/'.length)}`);
  await expect(other.getByTestId('comparison')).toContainText('Empty context');

  const download = page.waitForEvent('download');
  await page.getByRole('heading', { name: 'Export' }).click();
  await page.getByRole('button', { name: 'Save JSON' }).click();
  expect(JSON.parse(await readFile(await (await download).path(), 'utf8'))).toEqual(result);
});

test('a link to a file starts as soon as the file is chosen', async ({ page }) => {
  await page.goto('#/bench?file=1&effort=quick&threads=1&dims=length:1024&auto=1');
  await page
    .getByTestId('model-file')
    .setInputFiles({ name: 'free.onnx', mimeType: 'application/octet-stream', buffer: buildFreeModel() });
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
  await expect(page.getByRole('alert')).toContainText('Results cannot be stored in this browser.');
  await page.goto('#/bench?workload=conv&threads=1&effort=quick&auto=1');
  await expect(page.getByTestId('verdict')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('alert')).toContainText('This result was not stored in Results.');
});

test('a comparison reports which of its two links cannot be read', async ({ page }) => {
  const [, good = ''] = (await encodeReportLink(createSampleReport())).split('#/r/');
  for (const [hash, message] of [
    [`#/compare/abc/${good}`, 'The first link cannot be read: it is not a link to a result of Assay'],
    [`#/compare/${good}/${good.slice(0, -30)}`, 'The second link cannot be read: its end is missing'],
  ] as const) {
    await page.goto(hash);
    await expect(page.getByRole('alert')).toContainText(message);
  }
});

test('the statistics of a result with two parts fit the width of a phone', async ({ page }) => {
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
  await expect(page.getByTestId('comparison')).toContainText('Not comparable: they measured different models.');
});
