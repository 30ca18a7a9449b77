import type { UnsupportedEngine } from '#planner/recommend.ts';
import type { UnsupportedReason } from '#planner/engine-limits/engine-limit.ts';
import { engine as engineWords } from '../device/engine.ts';
import { format } from '../format.ts';
import { reasons } from '../errors/reasons.ts';

/** What to do about it. */
export const unsupportedFixes = {
  'format-version': 'Save it in an older IR version.',
  'opset-too-new': 'Export it with an older opset.',
  'opset-too-old': 'Convert it to a newer opset, for example with onnx.version_converter.',
  'operators-not-supported': 'Export it with standard operators only, or look for another variant.',
  'value-type': 'Export it with inputs and outputs of standard types, such as float32 and int64.',
  bfloat16: 'Look for a float16 or float32 variant.',
  'keras-layers-model':
    'Convert it with tensorflowjs_converter --input_format=tfjs_layers_model --output_format=tfjs_graph_model.',
  'weights-manifest': 'Choose the model.json that contains the graph; some libraries keep the graph in their code.',
  'variable-tensors': 'Export it with its state as inputs and outputs, or look for an ONNX variant.',
  'output-size-unknown': 'Export it with outputs of a fixed size.',
  'architecture-not-converted': 'Open it with wllama.',
  'experts-not-converted': 'Open it with wllama.',
  'tokenizer-not-converted': 'Open it with wllama.',
  'no-key-value-cache': 'Open it with a tensor engine.',
  'vocabulary-only': 'Choose the file that contains the weights.',
  'projector-only': 'Choose the GGUF file of the language model.',
} satisfies Record<UnsupportedReason, string>;

/**
 * Why an engine cannot run the model, and what to do about it.
 * @param isPartial whether it can run on another device
 */
export function unsupportedText({ engine, devices, limit }: UnsupportedEngine, isPartial: boolean): string {
  const onDevices = isPartial ? ` on ${format.list(devices.map((device) => engineWords.devices[device]))}` : '';
  return `${engineWords.names[engine]} cannot run the model${onDevices}: ${reasons[limit.reason](limit)}. ${unsupportedFixes[limit.reason]}`;
}
