import { describeRealModels } from './real-models.fixture.ts';

// OpenVINO takes seconds to compile this TFLite model with int8 weights. Outputs may differ by one quantisation step.
await describeRealModels('openvino', [['tflite/mobilenet_v2_1.0_224_quant.tflite', 1]]);
