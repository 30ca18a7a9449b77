import { countingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { expect, test } from './fixtures/test.ts';

// Opening takes long on a software GPU.
test('changing the device to WebGPU reopens the model there', async ({ page }) => {
  await page.goto('#/chat?temperature=0&max=8');
  const buffer = Buffer.from(countingLlama().files.get('tiny.gguf') as Uint8Array);
  await page.getByTestId('model-file').setInputFiles({ name: 'tiny.gguf', mimeType: '', buffer });
  await expect(page.getByTestId('engine')).toContainText('WebAssembly');
  await page.getByTestId('device').selectOption('webgpu');
  await expect(page.getByTestId('engine')).toContainText('WebGPU');
  await page.getByRole('textbox', { name: 'Message' }).fill('a');
  await page.getByRole('textbox', { name: 'Message' }).press('Enter');
  await expect(page.getByTestId('assistant').locator('.said')).toHaveText('bcdefghi');
});
