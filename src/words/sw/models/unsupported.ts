import type * as en from '../../en/models/unsupported.ts';
import { engine as engineWords } from '../device/engine.ts';
import { format } from '../format.ts';
import { reasons } from '../errors/reasons.ts';

/** What to do about it. */
export const unsupportedFixes: typeof en.unsupportedFixes = {
  'format-version': 'Ihifadhi kwa toleo la zamani zaidi la IR.',
  'opset-too-new': 'Ihamishe kwa opset ya zamani zaidi.',
  'opset-too-old': 'Igeuze iwe ya opset mpya zaidi, kwa mfano kwa onnx.version_converter.',
  'operators-not-supported': 'Ihamishe kwa opereta za kawaida pekee, au tafuta lahaja nyingine.',
  'value-type': 'Ihamishe ikiwa na maingizo na matokeo ya aina za kawaida, kama vile float32 na int64.',
  bfloat16: 'Tafuta lahaja ya float16 au float32.',
  'keras-layers-model':
    'Igeuze kwa tensorflowjs_converter --input_format=tfjs_layers_model --output_format=tfjs_graph_model.',
  'weights-manifest': 'Chagua model.json yenye grafu; baadhi ya maktaba huweka grafu kwenye msimbo wake.',
  'variable-tensors': 'Ihamishe hali yake ikiwa maingizo na matokeo, au tafuta lahaja ya ONNX.',
  'output-size-unknown': 'Ihamishe ikiwa na matokeo ya ukubwa usiobadilika.',
  'architecture-not-converted': 'Ifungue kwa wllama.',
  'experts-not-converted': 'Ifungue kwa wllama.',
  'tokenizer-not-converted': 'Ifungue kwa wllama.',
  'no-key-value-cache': 'Ifungue kwa injini ya tensa.',
  'vocabulary-only': 'Chagua faili yenye uzito.',
  'projector-only': 'Chagua faili ya GGUF ya modeli ya lugha.',
};

/**
 * Why an engine cannot run the model, and what to do about it.
 * @param isPartial whether it can run on another device
 */
export const unsupportedText: typeof en.unsupportedText = ({ engine, devices, limit }, isPartial) => {
  const onDevices = isPartial ? ` kwenye ${format.list(devices.map((device) => engineWords.devices[device]))}` : '';
  return `${engineWords.names[engine]} haiwezi kuiendesha${onDevices}: ${reasons[limit.reason](limit)}. ${unsupportedFixes[limit.reason]}`;
};
