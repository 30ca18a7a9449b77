import { isJsonObject } from '#core/encoding/json-reader.ts';
import { AppError } from '#core/errors/error.ts';
import { getBaseName } from '#core/model/file-name.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readJson, type JsonObject } from '#formats/json.ts';

/** The parsed files that a language model on the Hub has next to its graph. */
export interface TextFiles {
  readonly tokenizer: JsonObject;
  readonly tokenizerConfig: JsonObject;
  readonly config: JsonObject;
  readonly generationConfig: JsonObject;
  /** `chat_template.jinja`, which newer models have instead of an entry of `tokenizer_config.json`. */
  readonly chatTemplate: string | null;
}

/**
 * @throws AppError model-corrupt if `tokenizer.json` is missing, or a file is not JSON
 */
export async function readTextFiles({ files }: ModelFiles): Promise<TextFiles> {
  const find = (name: string) => {
    const [, bytes] = [...files].find(([path]) => getBaseName(path) === name) ?? [];
    return bytes instanceof Uint8Array ? toByteSource(bytes) : bytes;
  };
  const optional = async (name: string): Promise<JsonObject> => {
    const source = find(name);
    return source ? readObject(name, source) : {};
  };
  const tokenizer = find('tokenizer.json');
  if (!tokenizer)
    throw new AppError('model-corrupt', { format: 'onnx', reason: 'file-missing', file: 'tokenizer.json' });
  const template = find('chat_template.jinja');
  return {
    tokenizer: await readObject('tokenizer.json', tokenizer),
    tokenizerConfig: await optional('tokenizer_config.json'),
    config: await optional('config.json'),
    generationConfig: await optional('generation_config.json'),
    chatTemplate: template ? new TextDecoder().decode(await template.arrayBuffer()) : null,
  };
}

async function readObject(file: string, source: ByteSource): Promise<JsonObject> {
  const value = await readJson(source, 'onnx');
  if (isJsonObject(value)) return value;
  throw new AppError('model-corrupt', { format: 'onnx', reason: 'file-not-json', file });
}

/** The first of these fields that is a positive whole number; `null` if none is. */
export function readFirstCount(object: JsonObject, ...names: readonly string[]): number | null {
  const length = names.map((name) => object[name]).find((value) => Number.isSafeInteger(value) && Number(value) > 0);
  return length === undefined ? null : Number(length);
}
