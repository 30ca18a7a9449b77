import { AppError } from '#core/errors/error.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import { readField } from '../json-files.ts';

/** The name of a class without one, as in transformers. */
export const unnamedLabel = (index: number): string => `LABEL_${index}`;

/**
 * The names of a classifier's classes, in the order of its logits: `id2label` of `config.json`, and `LABEL_0` and so on
 * without it.
 * @returns undefined if neither the configuration nor the graph states their number
 * @throws AppError model-unsupported if the two state different numbers
 */
export function readLabels(config: object | undefined, logits: TensorSpec): readonly string[] | undefined {
  const outputs = logits.shape.at(-1);
  const names = readField(config, 'id2label');
  if (!isJsonObject(names))
    return typeof outputs === 'number' ? Array.from({ length: outputs }, (_, index) => unnamedLabel(index)) : undefined;
  const count = Object.keys(names).length;
  if (typeof outputs === 'number' && outputs !== count)
    throw new AppError('model-unsupported', { model: 'config.json', reason: 'label-count', labels: count, outputs });
  return Array.from({ length: count }, (_, index) => String(names[index] ?? unnamedLabel(index)));
}
