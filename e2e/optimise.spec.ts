import { readFile } from 'node:fs/promises';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/test.ts';

test('a model is converted to float16, compared with the original and stored @accessible', async ({ page }) => {
  await page.goto('#/optimise?model=digits');
  const float16 = page.getByTestId('scheme-float16');
  await expect(float16).toContainText('about');
  await expect(float16.getByRole('radio')).toBeChecked();
  await page.getByTestId('optimise').click();
  await expect(page.getByTestId('result')).toBeVisible({ timeout: 90_000 });
  await expect(page.getByTestId('agreement')).toHaveAttribute('data-verdict', /identical|close/);
  // The original was measured, so the forecasts of the other schemes are scaled to its time.
  await expect(page.getByTestId('scheme-weight-only').getByTestId('speed-wasm')).toContainText('as measured here');
  await expect(page.getByTestId('result-headline')).toContainText(/as fast .*, on WebAssembly, \d+ threads?/);
  await checkAccessibilityInAllAppearances(page);

  const download = page.waitForEvent('download');
  await page.getByTestId('download-card').click();
  const card = await readFile((await (await download).path())!, 'utf8');
  expect(card).toMatch(/\| Made from \| model\.onnx, [0-9a-f]{64} \|/);
  await page.getByTestId('store').click();
  await expect(page.getByTestId('stored')).toContainText('.float16.onnx');
});

test('a model is pruned in steps, and the recipe of the steps that pass is run @accessible', async ({ page }) => {
  await page.goto('#/optimise?model=digits&scheme=weight-pruning');
  await page.getByTestId('prune').click();
  await expect(page.getByTestId('pruning-result')).toContainText('recipe', { timeout: 90_000 });
  const steps = page.getByTestId('pruning-steps').getByRole('listitem');
  await expect(steps.first()).toHaveAttribute('data-verdict', 'passes');
  await checkAccessibilityInAllAppearances(page);
  await page.getByTestId('optimise-as-pruned').click();
  await expect(page.getByTestId('result')).toBeVisible({ timeout: 90_000 });
  await expect(page.getByTestId('agreement')).toHaveAttribute('data-verdict', /close|differs/);
});

test.describe('on a device that was not measured', () => {
  test.use({ hasDeviceProfile: false });
  test('the speed of a scheme is estimated after a measurement', async ({ page }) => {
    await page.goto('#/optimise?model=digits');
    const float16 = page.getByTestId('scheme-float16');
    await expect(float16.getByTestId('speed-wasm')).toContainText('this device was not measured');
    await page.getByTestId('measure').click();
    await expect(float16.getByTestId('speed-wasm')).toContainText('expected', { timeout: 90_000 });
    await expect(page.getByTestId('measure')).toBeHidden();
    await expect(page.getByTestId('scheme-channel-pruning')).toContainText(
      'the weights decide which layers it changes',
    );
  });
});
