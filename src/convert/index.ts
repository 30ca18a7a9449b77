import { isJsonObject } from '#core/encoding/json-reader.ts';
import { AppError } from '#core/errors/error.ts';
import type { ByteSource } from '#core/model/model.ts';
import type { Siblings } from '#formats/format.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { convertBert, encoderTypes } from './bert.ts';
import { convertVit } from './vit.ts';
import { convertModel2Vec } from './model2vec.ts';

/**
 * Builds the ONNX graph of an architecture from its weights in safetensors, its parsed `config.json` and the other files
 * next to them.
 */
type Converter = (weights: ByteSource, config: unknown, siblings: Siblings) => Promise<OnnxModel>;

/** Converters by `model_type` in `config.json`. */
const converters: Readonly<Record<string, Converter>> = {
  ...Object.fromEntries(encoderTypes.map((type) => [type, convertBert])),
  model2vec: convertModel2Vec,
  vit: convertVit,
};

/** The `model_type`s that can be converted. */
export const convertibleModelTypes = Object.keys(converters);

/**
 * Builds the ONNX graph of an encoder or image classifier from safetensors.
 * @param siblings the other files of the model, by path relative to its folder
 * @throws AppError model-unsupported | errors from the converter of the architecture
 */
export async function convertSafetensors(
  weights: ByteSource,
  config: unknown,
  siblings: Siblings = new Map(),
): Promise<OnnxModel> {
  const type = isJsonObject(config) ? config['model_type'] : undefined;
  const converter = typeof type === 'string' && Object.hasOwn(converters, type) ? converters[type] : undefined;
  if (converter) return converter(weights, config, siblings);
  const reason = `model_type: ${JSON.stringify(type)}; ${convertibleModelTypes.join(', ')}`;
  throw new AppError('model-unsupported', { model: 'config.json', why: reason });
}
