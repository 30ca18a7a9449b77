import type * as en from '../../en/models/unsupported.ts';
import { engine as engineWords } from '../device/engine.ts';
import { format } from '../format.ts';
import { reasons } from '../errors/reasons.ts';

/** What to do about it. */
export const unsupportedFixes: typeof en.unsupportedFixes = {
  'format-version': 'I-save ito sa mas lumang IR version.',
  'opset-too-new': 'I-export ito gamit ang mas lumang opset.',
  'opset-too-old': 'I-convert ito sa mas bagong opset, halimbawa gamit ang onnx.version_converter.',
  'operators-not-supported': 'I-export ito nang mga standard na operator lang ang gamit, o maghanap ng ibang variant.',
  'value-type': 'I-export ito nang may mga input at output na standard ang type, gaya ng float32 at int64.',
  bfloat16: 'Maghanap ng float16 o float32 na variant.',
  'keras-layers-model':
    'I-convert ito gamit ang tensorflowjs_converter --input_format=tfjs_layers_model --output_format=tfjs_graph_model.',
  'weights-manifest': 'Piliin ang model.json na may laman na graph; nasa code ng ilang library ang graph ng mga ito.',
  'variable-tensors': 'I-export ito nang input at output ang state nito, o maghanap ng ONNX na variant.',
  'output-size-unknown': 'I-export ito nang may mga output na takda ang laki.',
  'architecture-not-converted': 'Buksan ito gamit ang wllama.',
  'experts-not-converted': 'Buksan ito gamit ang wllama.',
  'tokenizer-not-converted': 'Buksan ito gamit ang wllama.',
  'no-key-value-cache': 'Buksan ito gamit ang engine para sa mga tensor.',
  'vocabulary-only': 'Piliin ang file na may laman na mga weight.',
  'projector-only': 'Piliin ang GGUF file ng language model.',
};

/**
 * Why an engine cannot run the model, and what to do about it.
 * @param isPartial whether it can run on another device
 */
export const unsupportedText: typeof en.unsupportedText = ({ engine, devices, limit }, isPartial) => {
  const onDevices = isPartial ? ` sa ${format.list(devices.map((device) => engineWords.devices[device]))}` : '';
  return `Hindi ito mapatakbo ng ${engineWords.names[engine]}${onDevices}: ${reasons[limit.reason](limit)}. ${unsupportedFixes[limit.reason]}`;
};
