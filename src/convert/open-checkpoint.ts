import { isJsonObject } from '#core/encoding/json-reader.ts';
import { AppError } from '#core/errors/error.ts';
import { getBaseName } from '#core/model/file-name.ts';
import type { ByteSource } from '#core/model/model.ts';
import { readJson } from '#formats/json.ts';
import { attachExternalData } from '#formats/onnx/external-data.ts';
import { openOnnx } from '#formats/onnx/read-onnx-header.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { convertibleModelTypes, convertSafetensors } from './index.ts';
import { joinShards } from './join-shards.ts';

/** Whether a file contains only weights, so its graph must be built. */
export function needsConversion(name: string): boolean {
  return /\.safetensors$/i.test(name);
}

/**
 * Opens a model as ONNX, without reading its weights. Safetensors weights of a known architecture are converted with
 * the `config.json` and, if there is one, the `preprocessor_config.json` next to them.
 * @param siblings the other files of the model, by path relative to its folder
 * @throws AppError model-corrupt | model-unsupported
 */
export async function openAsOnnx(
  name: string,
  source: ByteSource,
  siblings: ReadonlyMap<string, ByteSource>,
): Promise<OnnxModel> {
  if (needsConversion(name)) {
    const config = await readConfig(siblings.get('config.json'));
    return convertSafetensors(await joinShards(name, source, siblings), config, siblings);
  }
  const model = await openOnnx(source);
  attachExternalData(
    model,
    (location) => siblings.get(location.replace(/^\.\//, '')) ?? siblings.get(getBaseName(location)),
  );
  return model;
}

/**
 * Whether safetensors weights belong to a convertible architecture.
 * @throws AppError model-corrupt
 */
export async function isConvertible(siblings: ReadonlyMap<string, ByteSource>): Promise<boolean> {
  const config = siblings.has('config.json') ? await readConfig(siblings.get('config.json')) : null;
  return isJsonObject(config) && convertibleModelTypes.includes(String(config['model_type']));
}

async function readConfig(file: ByteSource | undefined): Promise<unknown> {
  if (!file)
    throw new AppError('model-corrupt', { format: 'safetensors', reason: 'file-missing', file: 'config.json' });
  return readJson(file, 'safetensors');
}
