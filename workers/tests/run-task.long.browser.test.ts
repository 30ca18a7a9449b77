import { expect, inject, test } from 'vitest';
import { expectDetections } from './detections.fixture.ts';
import { measureImagenetAccuracy } from './imagenet-samples.fixture.ts';

// Correct items with onnxruntime 1.23.2 in Python: mobilenetv2 85 with Pillow's resampling, 83 with OpenCV's, 71 with
// another normalisation, 64 with red and blue swapped; SqueezeNet 62, and 45 with red and blue swapped or without the
// mean.
test.skipIf(!inject('testData')).each([
  ['mobilenetv2-12-int8', 79],
  ['SqueezeNet_fp16', 57],
] as const)(
  '%s classifies at least %d of 100 ImageNet samples correctly (needs ASSAY_TEST_DATA)',
  async (model, minPercent) => {
    expect(await measureImagenetAccuracy('ort', `onnx-classify/${model}.onnx`)).toBeGreaterThanOrEqual(
      minPercent / 100,
    );
  },
  120_000,
);

test.skipIf(!inject('testData'))(
  'a TFLite classifier classifies at least 71% of the ImageNet samples correctly (needs ASSAY_TEST_DATA)',
  async () => {
    // The published accuracy of the model on the whole validation set is 70.8%.
    expect(await measureImagenetAccuracy('litert', 'tflite/mobilenet_v2_1.0_224_quant.tflite')).toBeGreaterThanOrEqual(
      0.71,
    );
  },
);

test.skipIf(!inject('testData'))('yolov8n_int8.onnx has the detections of its reference (needs ASSAY_TEST_DATA)', () =>
  expectDetections('yolov8n_int8.onnx'),
);
