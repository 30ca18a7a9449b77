import type * as en from '../../en/models/unsupported.ts';
import { engine as engineWords } from '../device/engine.ts';
import { format } from '../format.ts';
import { reasons } from '../errors/reasons.ts';

export const unsupportedFixes: typeof en.unsupportedFixes = {
  'format-version': '请保存为较旧的 IR 版本。',
  'opset-too-new': '请用较低的 opset 重新导出。',
  'opset-too-old': '请转换到较高的 opset，例如使用 onnx.version_converter。',
  'operators-not-supported': '请只用标准算子重新导出，或寻找其他变体。',
  'value-type': '请用标准类型的输入和输出重新导出，例如 float32 和 int64。',
  bfloat16: '请寻找 float16 或 float32 变体。',
  'keras-layers-model':
    '请用 tensorflowjs_converter --input_format=tfjs_layers_model --output_format=tfjs_graph_model 转换。',
  'weights-manifest': '请选择包含计算图的 model.json；有些库把计算图写在代码里。',
  'variable-tensors': '请把状态改为输入和输出后重新导出，或寻找 ONNX 变体。',
  'output-size-unknown': '请用固定尺寸的输出重新导出。',
  'architecture-not-converted': '请用 wllama 打开。',
  'experts-not-converted': '请用 wllama 打开。',
  'tokenizer-not-converted': '请用 wllama 打开。',
  'no-key-value-cache': '请用处理张量的引擎打开。',
  'vocabulary-only': '请选择包含权重的文件。',
  'projector-only': '请选择语言模型的 GGUF 文件。',
};

export const unsupportedText: typeof en.unsupportedText = ({ engine, devices, limit }, isPartial) => {
  const onDevices = isPartial ? `在 ${format.list(devices.map((device) => engineWords.devices[device]))} 上` : '';
  return `${engineWords.names[engine]} ${onDevices}无法运行它：${reasons[limit.reason](limit)}。${unsupportedFixes[limit.reason]}`;
};
