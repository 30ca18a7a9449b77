import { describeRealModels, exactTolerance, minilm, reorderedTolerance } from './real-models.fixture.ts';

await describeRealModels('ort', [
  ['onnx-detect/yolox_nano.onnx', reorderedTolerance],
  ['onnx-classify/mobilenetv2-12-int8.onnx', reorderedTolerance],
  ['onnx-classify/SqueezeNet_fp16.onnx', reorderedTolerance],
  [minilm, reorderedTolerance],
]);
await describeRealModels('openvino', [
  ['onnx-detect/yolox_nano.onnx', reorderedTolerance],
  ['onnx-classify/SqueezeNet_fp16.onnx', reorderedTolerance],
]);
await describeRealModels('litert', [
  ['tflite/mobilenet_v2_1.0_224_quant.tflite', exactTolerance],
  ['tflite/selfie_segmentation.tflite', exactTolerance],
]);
