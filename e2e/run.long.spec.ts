import { join } from 'node:path';
import { redSegmenter } from '#tasks/segmentation/red-segmenter.fixture.ts';
import { outcomeOfRuns, samplePath } from './fixtures/run-page.ts';
import { expect, test } from './fixtures/test.ts';

test('a model reruns on another device when it is selected, and hands the model to the benchmark', async ({ page }) => {
  await page.goto('#/run?task=segmentation');
  const buffer = Buffer.from(redSegmenter());
  await page
    .getByTestId('model-file')
    .setInputFiles({ name: 'red.onnx', mimeType: 'application/octet-stream', buffer });
  await page.getByTestId('input-file').setInputFiles(samplePath);
  expect((await outcomeOfRuns(page)).result.device).toBe('wasm');
  await page.getByTestId('device').selectOption('webgpu');
  await expect(page).toHaveURL(/device=webgpu/);
  await expect(page.getByTestId('engine')).toContainText('WebGPU');
  expect((await outcomeOfRuns(page)).result.device).toBe('webgpu');
  await page.getByRole('link', { name: 'Benchmark this model' }).click();
  await expect(page.getByTestId('bench-settings')).toContainText('red.onnx');
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(viewport);
    await expect(page.getByTestId('run')).toBeInViewport({ ratio: 1 });
  }
});

test('a model that is not a classifier is rejected with the reason when it is opened', async ({ page }) => {
  await page.goto('#/run?task=image-classification');
  await page.getByTestId('model-file').setInputFiles(join(import.meta.dirname, '../models/digits/model.onnx'));
  const rejection = page.getByTestId('engine').getByRole('alert');
  await expect(rejection).toContainText('This model is for Digit recognition, not for Image classification.');
  await expect(rejection).toContainText('it is not a classifier of ImageNet or CIFAR-10 images');
});
