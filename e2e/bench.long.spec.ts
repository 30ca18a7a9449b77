import { countingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import type { TensorReport } from '#core/report/report.ts';
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

test('if the browser stores nothing, the Results page says what is lost and a benchmark still completes', async ({
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
