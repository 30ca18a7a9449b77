import { isJsonObject } from '#core/encoding/json-reader.ts';
import { AppError } from '#core/errors/error.ts';
import { getBaseName } from '#core/model/file-name.ts';
import type { ByteSource } from '#core/model/model.ts';
import { readJson } from '#formats/json.ts';
import { attachExternalData } from '#formats/onnx/external-data.ts';
import { openOnnx } from '#formats/onnx/read-onnx-header.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { convertible, convertSafetensors } from './index.ts';
import { joinShards } from './join-shards.ts';

/** Whether a file has weights without a graph, which has to be built. */
export function needsConversion(name: string): boolean {
  return /\.safetensors$/i.test(name);
}

/**
 * A model as ONNX, with its weights still in its files. Weights of a known architecture in safetensors, with
 * `config.json` next to them, are converted.
 * @param siblings the other files of the model, by path from the folder of the entry
 * @throws AppError model-corrupt | model-unsupported
 */
export async function openAsOnnx(
  name: string,
  source: ByteSource,
  siblings: ReadonlyMap<string, ByteSource>,
): Promise<OnnxModel> {
  if (needsConversion(name)) {
    const config = await readConfig(siblings.get('config.json'));
    return convertSafetensors(await joinShards(name, source, siblings), config);
  }
  const model = await openOnnx(source);
  attachExternalData(
    model,
    (location) => siblings.get(location.replace(/^\.\//, '')) ?? siblings.get(getBaseName(location)),
  );
  return model;
}

/**
 * Whether weights in safetensors are of a known architecture.
 * @throws AppError model-corrupt
 */
export async function isConvertible(siblings: ReadonlyMap<string, ByteSource>): Promise<boolean> {
  const config = siblings.has('config.json') ? await readConfig(siblings.get('config.json')) : null;
  return isJsonObject(config) && convertible.includes(String(config['model_type']));
}

async function readConfig(file: ByteSource | undefined): Promise<unknown> {
  if (!file)
    throw new AppError('model-corrupt', { format: 'safetensors', reason: 'file-missing', file: 'config.json' });
  return readJson(file, 'safetensors');
}
