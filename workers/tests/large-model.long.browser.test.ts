import { expect, inject, test } from 'vitest';
import { runAllLayouts } from './external-weights.fixture.ts';
import { fetchTestFile } from './test-file.fixture.ts';

test
  .skipIf(!inject('testData'))
  .each([
    'onnx-classify/SqueezeNet_fp16.onnx',
    'onnx-classify/mobilenetv2-12-int8.onnx',
    'onnx-detect/yolox_nano.onnx',
  ])('%s has bit-identical outputs with external weights (needs ASSAY_TEST_DATA)', async (path) => {
  const { inline, referenced, moved } = await runAllLayouts(await fetchTestFile(path));
  expect(referenced).toEqual(inline);
  expect(moved).toEqual(inline);
});
