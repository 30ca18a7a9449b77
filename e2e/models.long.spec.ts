import { basename, join } from 'node:path';
import { outcomeOfInspection } from './fixtures/models-page.ts';
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
    const { result } = await outcomeOfInspection(page);
    expect(result).toMatchObject({ format, fits: 'fits' });
    expect(result.forecast?.highMs).toBeGreaterThan(0);
    await expect(page.getByTestId('run')).toBeVisible();
  }
});
