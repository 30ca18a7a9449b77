import { readFile } from 'node:fs/promises';
import { buildRedSegmenter } from '#tasks/segmentation/red-segmenter.fixture.ts';
import { expect, test } from './fixtures/test.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { waitForOutcome } from './fixtures/outcome.ts';
import { samplePath } from './fixtures/run-page.ts';

interface RunResult {
  readonly inputs: readonly {
    readonly result: { readonly areaFraction: number; readonly mask: { readonly size: number[] } };
  }[];
}

const model = { name: 'red.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from(buildRedSegmenter()) };

test('segmentation shows a mask, changes the background and saves a cut-out @accessible', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('#/run?task=segmentation');
  await page.getByTestId('model-file').setInputFiles(model);
  await page.getByTestId('input-file').setInputFiles(samplePath);
  const { result } = await waitForOutcome<RunResult>(page);
  expect(result.inputs[0]!.result.mask.size).toEqual([16, 32]);
  expect(result.inputs[0]!.result.areaFraction).toBeGreaterThan(0);
  await expect(page.getByTestId('segments').locator('[data-label=foreground]')).toBeVisible();
  await expect(page.getByTestId('mask')).toBeVisible();
  await page.getByTestId('effect').focus();
  await page.keyboard.press('ArrowDown'); // selects the effect after "mask" by keyboard
  await expect(page.getByTestId('effect')).toHaveValue('cut-out');
  const save = page.getByRole('button', { name: 'Save image (PNG)' });
  await save.focus();
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(download.suggestedFilename()).toBe('desk-cut-out.png');
  const png = await readFile(await download.path());
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png[25]).toBe(6); // colour type in the PNG header: RGB with alpha
  for (const effect of ['blur', 'colour', 'image']) await page.getByTestId('effect').selectOption(effect);
  await page.getByTestId('background-file').setInputFiles(samplePath);
  await checkAccessibilityInAllAppearances(page);
});
