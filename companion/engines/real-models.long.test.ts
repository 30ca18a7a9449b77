import { describeRealModels } from './real-models.fixture.ts';

// A TFLite model with int8 weights, which OpenVINO takes seconds to compile; it rounds to steps of the scale.
await describeRealModels('openvino', [['tflite/mobilenet_v2_1.0_224_quant.tflite', 1]]);
