import { evalScores, nativeScores, type NativeScores } from './fixtures/native-scores.ts';
import { expect, test } from './fixtures/test.ts';

test('eval prints scores of detectors like those of native onnxruntime', async () => {
  test.skip(process.env['ASSAY_TEST_DATA'] === undefined, 'ASSAY_TEST_DATA is not set');
  test.slow();
  // With eight images, JPEG decoding and resampling move the average precision by up to 0.02.
  for (const native of (await nativeScores('detection')) as (NativeScores & { readonly model: string })[]) {
    const scores = await evalScores('object-detection', `onnx-detect/${native.model}`, 'data-coco8');
    for (const metric of ['ap50-95', 'ap50'])
      expect(Math.abs(scores[metric]! - native.antialiased[metric]!), `${native.model} ${metric}`).toBeLessThan(0.03);
  }
});
