import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { toByteSource } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';
import { findWeightType } from './weight-type.ts';

const testData = process.env['ASSAY_TEST_DATA'];

// R19: the types that the publishers of the models specify.
test.skipIf(!testData).each([
  ['onnx-classify/mobilenetv2-12-int8.onnx', /^u?int8 \(qoperator\)$/],
  ['onnx-classify/SqueezeNet_fp16.onnx', /^float16$/],
  ['onnx-detect/yolox_nano.onnx', /^float32$/],
  ['tflite/mobilenet_v2_1.0_224_quant.tflite', /^uint8 \(full-integer\)$/],
])('the weight type of %s is %s (needs ASSAY_TEST_DATA)', async (file, type) => {
  const bytes = new Uint8Array(readFileSync(path.join(testData ?? '', file)));
  expect(findWeightType(await readFacts(toByteSource(bytes), path.basename(file)))).toMatch(type);
});
