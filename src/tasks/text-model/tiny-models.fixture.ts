import { fromBase64 } from '#core/encoding/base64.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import type { GraphSignature } from '#core/task/task.ts';
import reference from './reference-values.json' with { type: 'json' };
import models from './tiny-models.json' with { type: 'json' };

const inputs = ['input_ids', 'attention_mask', 'token_type_ids'].map((name): TensorSpec => ({
  name,
  dtype: 'int64',
  shape: ['batch', 'sequence'],
}));

/** Creates a signature with the inputs of the tiny model and an output of this shape. */
export const createTinySignature = (shape: TensorSpec['shape']): GraphSignature => ({
  inputs,
  outputs: [{ name: 'logits', dtype: 'float32', shape }],
});

const encodeJson = (value: object) => new TextEncoder().encode(JSON.stringify(value));

/** The files of a model by name. */
export type TinyModelFiles = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

/** The files of a tiny text classifier in the layout of the Hub, by name; `tiny-models.py` creates it. */
export const tinyTextClassifier = {
  'model.onnx': fromBase64(models.textClassifier)!,
  'tokenizer.json': encodeJson(models.tokenizer),
  'tokenizer_config.json': encodeJson({ model_max_length: reference.maxTokens }),
  'config.json': encodeJson({ model_type: 'bert', id2label: { ...reference.labels } }),
} as const;

/** The files of a tiny token classifier, by name. */
export const tinyTokenClassifier = {
  'model.onnx': fromBase64(models.tokenClassifier)!,
  'tokenizer.json': encodeJson(models.entityTokenizer),
  'tokenizer_config.json': encodeJson({ model_max_length: reference.maxTokens }),
  'config.json': encodeJson({ model_type: 'bert', id2label: { ...reference.entityLabels } }),
} as const;
