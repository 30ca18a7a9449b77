import { countingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
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
