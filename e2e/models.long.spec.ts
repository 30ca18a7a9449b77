import { basename, join } from 'node:path';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { waitForInspection } from './fixtures/models-page.ts';
import { expect, test } from './fixtures/test.ts';

const testData = process.env['ASSAY_TEST_DATA'];

test('a model is rated as fitting, with a forecast, in each of three formats', async ({ page }) => {
  test.skip(!testData, 'needs ASSAY_TEST_DATA');
  await page.goto('#/models?file=1');
  for (const [file, format] of [
    ['onnx-classify/mobilenetv2-12-int8.onnx', 'onnx'],
    ['gguf/stories260K.gguf', 'gguf'],
    ['tflite/mobilenet_v2_1.0_224_quant.tflite', 'tflite'],
  ] as const) {
    await page.getByTestId('model-file').setInputFiles(join(testData ?? '', file));
    await expect(page.getByTestId('facts')).toContainText(basename(file));
    const { result } = await waitForInspection(page);
    expect(result).toMatchObject({ format, fits: 'fits' });
    expect(result.forecast?.highMs).toBeGreaterThan(0);
    await expect(page.getByTestId('run')).toBeVisible();
  }
});

test('another device shows a forecast, from its specification or from a device-check link', async ({ page }) => {
  await page.goto('#/models?model=digits&device=raspberry-pi-5');
  await expect(page.getByTestId('other-device-mark')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Forecast per processor' })).toContainText('Cortex-A76');
  await checkAccessibilityInAllAppearances(page);
  await page
    .getByTestId('device-link')
    .fill('https://example.org/#/device?browser=B&os=Android&gpu=none&threads=8&oneThreadGflops=12&threadsGflops=40');
  await page.getByRole('button', { name: 'Add device' }).click();
  await expect(page.getByRole('table', { name: 'Configurations on the other device' })).toContainText('8 threads');
});
