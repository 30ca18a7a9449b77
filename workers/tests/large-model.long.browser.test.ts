import { expect, inject, test } from 'vitest';
import { allWays } from './external-weights.fixture.ts';
import { testFile } from './test-file.fixture.ts';

test
  .skipIf(!inject('testData'))
  .each([
    'onnx-classify/SqueezeNet_fp16.onnx',
    'onnx-classify/mobilenetv2-12-int8.onnx',
    'onnx-detect/yolox_nano.onnx',
  ])('%s has bit-identical outputs with its weights in another file (needs ASSAY_TEST_DATA)', async (path) => {
  const { whole, pointing, moved } = await allWays(await testFile(path));
  expect(pointing).toEqual(whole);
  expect(moved).toEqual(whole);
});
