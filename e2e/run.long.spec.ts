import { join } from 'node:path';
import { buildRedSegmenter } from '#tasks/segmentation/red-segmenter.fixture.ts';
import { waitForRuns, sampleHash, samplePath } from './fixtures/run-page.ts';
import { expect, test } from './fixtures/test.ts';

test('selecting another device runs the model there, and Bench opens the same model', async ({ page }) => {
  await page.goto('#/run?task=segmentation');
  const buffer = Buffer.from(buildRedSegmenter());
  await page
    .getByTestId('model-file')
    .setInputFiles({ name: 'red.onnx', mimeType: 'application/octet-stream', buffer });
  await page.getByTestId('input-file').setInputFiles(samplePath);
  expect((await waitForRuns(page)).result.device).toBe('wasm');
  await page.getByTestId('device').selectOption({ label: 'WebGPU' });
  await expect(page).toHaveURL(/device=webgpu/);
  await expect(page.getByTestId('engine')).toContainText('WebGPU');
  expect((await waitForRuns(page)).result.device).toBe('webgpu');
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

test('a double click adds the sample once, and removing images keeps keyboard focus', async ({ page }) => {
  await page.goto('#/run?task=object-detection');
  await page.getByRole('button', { name: 'Use the sample' }).dblclick();
  expect((await waitForRuns(page)).result.inputs).toHaveLength(1);
  await page.getByTestId('input-file').setInputFiles(samplePath);
  await page.getByRole('button', { name: 'Remove desk.webp' }).last().press('Enter');
  await expect(page.getByRole('button', { name: 'Remove desk.webp' })).toHaveCount(0);
  await expect(page.getByTestId('marked-image')).toHaveCount(1);
  await page.getByRole('button', { name: 'Remove all' }).press('Enter');
  await expect(page.getByTestId('input-file')).toBeFocused();
  await page.getByRole('button', { name: 'Use the sample' }).click();
  await expect(page.getByTestId('marked-image')).toHaveAttribute('data-state', 'done');
  const runAgainButton = page.getByRole('button', { name: 'Run again' });
  await runAgainButton.press('Enter');
  await expect(runAgainButton).toBeFocused(); // the same button was labelled "Stop" during the run
});

test('object detection rejects a user-supplied model that is not a detector, and closes the previous one', async ({
  page,
}) => {
  await page.goto(sampleHash);
  await waitForRuns(page);
  // The engine's threads are workers as well, so only session workers are counted.
  const sessions = () => page.workers().filter((worker) => worker.url().includes('session.worker')).length;
  expect(sessions()).toBe(1);
  await page.getByTestId('model-file').setInputFiles(join(import.meta.dirname, '../models/digits/model.onnx'));
  const rejection = page.getByTestId('engine').getByRole('alert');
  await expect(rejection).toContainText('This model is for Digit recognition, not for Object detection.');
  await expect.poll(sessions).toBe(0);
});

test('each task of the Run page links to the others', async ({ page }) => {
  await page.goto('#/run');
  const tasks = page.getByRole('navigation', { name: 'Task' });
  await expect(tasks.getByRole('link', { name: 'Detection', exact: true })).toHaveAttribute('aria-current', 'page');
  for (const [link, heading] of [
    ['Classification', 'Image classification'],
    ['Digits', 'Digit recognition'],
    ['Detection', 'Object detection'],
  ] as const) {
    await tasks.getByRole('link', { name: link, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeFocused();
    await expect(tasks.getByRole('link', { name: link, exact: true })).toHaveAttribute('aria-current', 'page');
  }
});
