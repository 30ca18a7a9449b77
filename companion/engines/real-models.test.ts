import { describeRealModels, exact, minilm, otherOrder } from './real-models.fixture.ts';

await describeRealModels('ort', [
  ['onnx-detect/yolox_nano.onnx', otherOrder],
  ['onnx-classify/mobilenetv2-12-int8.onnx', otherOrder],
  ['onnx-classify/SqueezeNet_fp16.onnx', otherOrder],
  [minilm, otherOrder],
]);
await describeRealModels('openvino', [
  ['onnx-detect/yolox_nano.onnx', otherOrder],
  ['onnx-classify/SqueezeNet_fp16.onnx', otherOrder],
]);
await describeRealModels('litert', [
  ['tflite/mobilenet_v2_1.0_224_quant.tflite', exact],
  ['tflite/selfie_segmentation.tflite', exact],
]);
