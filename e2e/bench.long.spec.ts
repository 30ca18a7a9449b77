import { sampleCell, sampleReport } from '#core/report/report.fixture.ts';
import type { TensorReport } from '#core/report/tensor-report.ts';
import { encodeReportLink } from '#share/report-link/report-link.ts';
import { countingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { freeModel } from './fixtures/free-model.ts';
import { outcome } from './fixtures/outcome.ts';
import { expect, test } from './fixtures/test.ts';

test('cancelling a language model benchmark is reported on the page', async ({ page }) => {
  const gguf = Buffer.from(countingLlama().files.get('tiny.gguf') as Uint8Array);
  await page.goto('#/bench?file=1&threads=1&effort=full&auto=1');
  await page
    .getByTestId('model-file')
    .setInputFiles({ name: 'tiny.gguf', mimeType: 'application/octet-stream', buffer: gguf });
  await expect(page.getByTestId('progress')).toContainText(/Empty context|tokens of context/, { timeout: 60_000 });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('alert')).toContainText('Stopped.');
  await expect(page.getByTestId('run')).toBeEnabled();
});

test('a link to a file starts as soon as the file is chosen', async ({ page }) => {
  await page.goto('#/bench?file=1&effort=quick&threads=1&dims=length:1024&auto=1');
  await page
    .getByTestId('model-file')
    .setInputFiles({ name: 'free.onnx', mimeType: 'application/octet-stream', buffer: freeModel() });
  const { result, error } = await outcome<TensorReport>(page);
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
  const [, good = ''] = (await encodeReportLink(sampleReport())).split('#/r/');
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
  const cells = [sampleCell('depth-0', 52.123, 22), sampleCell('depth-512', 1_234.567, 22)];
  await page.goto(await encodeReportLink(sampleReport({ cells })));
  await page.getByRole('heading', { name: 'Statistics' }).click();
  const statistics = page.getByRole('region', { name: 'Statistics of each test' });
  await expect(statistics).toBeVisible();
  expect(await statistics.evaluate((frame) => frame.scrollWidth - frame.clientWidth)).toBeLessThanOrEqual(0);
});

test('results of different models are not compared, and the reason is shown', async ({ page }) => {
  const { subject } = sampleReport();
  const links = await Promise.all([
    encodeReportLink(sampleReport()),
    encodeReportLink(sampleReport({ subject: { ...subject, id: 'encoder', sha256: '00'.repeat(32) } })),
  ]);
  await page.goto(`#/compare/${links.map((link) => link.slice('#/r/'.length)).join('/')}`);
  await expect(page.getByTestId('comparison')).toContainText('Not comparable: they measured different models.');
});
