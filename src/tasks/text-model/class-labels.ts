import { AppError } from '#core/errors/error.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import { readField } from '../json-files.ts';

/** The label that transformers gives a class without a name. */
export const createDefaultLabel = (index: number): string => `LABEL_${index}`;

/**
 * Reads the labels of a classifier in the order of its logits: `id2label` of `config.json` or, without it, `LABEL_0`
 * and so on.
 * @returns `undefined` if neither the configuration nor the graph states their number
 * @throws AppError model-unsupported if the two state different numbers
 */
export function readClassLabels(config: object | undefined, logits: TensorSpec): readonly string[] | undefined {
  const outputs = logits.shape.at(-1);
  const names = readField(config, 'id2label');
  if (!isJsonObject(names))
    return typeof outputs === 'number'
      ? Array.from({ length: outputs }, (_, index) => createDefaultLabel(index))
      : undefined;
  const count = Object.keys(names).length;
  if (typeof outputs === 'number' && outputs !== count)
    throw new AppError('model-unsupported', { model: 'config.json', reason: 'label-count', labels: count, outputs });
  return Array.from({ length: count }, (_, index) => String(names[index] ?? createDefaultLabel(index)));
}
