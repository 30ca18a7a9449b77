import { isJsonObject } from '#core/encoding/json-reader.ts';
import { AppError } from '#core/errors/error.ts';
import { getBaseName } from '#core/model/file-name.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readJson, type JsonObject } from '#formats/json.ts';

/** The parsed tokenizer and configuration files of a language model on the Hub. */
export interface TextFiles {
  readonly tokenizer: JsonObject;
  readonly tokenizerConfig: JsonObject;
  readonly config: JsonObject;
  readonly generationConfig: JsonObject;
  /** `chat_template.jinja`, which newer models have instead of a field of `tokenizer_config.json`. */
  readonly chatTemplate: string | null;
}

/**
 * Reads the files of a language model other than its graph. Only `tokenizer.json` is required.
 * @throws AppError model-corrupt if `tokenizer.json` is missing, or a file is not JSON
 */
export async function readTextFiles({ files }: ModelFiles): Promise<TextFiles> {
  const find = (name: string) => {
    const [, bytes] = [...files].find(([path]) => getBaseName(path) === name) ?? [];
    return bytes instanceof Uint8Array ? toByteSource(bytes) : bytes;
  };
  const readOptional = async (name: string): Promise<JsonObject> => {
    const source = find(name);
    return source ? readObject(name, source) : {};
  };
  const tokenizer = find('tokenizer.json');
  if (!tokenizer)
    throw new AppError('model-corrupt', { format: 'onnx', reason: 'file-missing', file: 'tokenizer.json' });
  const template = find('chat_template.jinja');
  return {
    tokenizer: await readObject('tokenizer.json', tokenizer),
    tokenizerConfig: await readOptional('tokenizer_config.json'),
    config: await readOptional('config.json'),
    generationConfig: await readOptional('generation_config.json'),
    chatTemplate: template ? new TextDecoder().decode(await template.arrayBuffer()) : null,
  };
}

async function readObject(file: string, source: ByteSource): Promise<JsonObject> {
  const value = await readJson(source, 'onnx');
  if (isJsonObject(value)) return value;
  throw new AppError('model-corrupt', { format: 'onnx', reason: 'file-not-json', file });
}

/** Reads the value of the first of these fields that is a positive integer; `null` if none is. */
export function readFirstCount(object: JsonObject, ...names: readonly string[]): number | null {
  const count = names.map((name) => object[name]).find((value) => Number.isSafeInteger(value) && Number(value) > 0);
  return count === undefined ? null : Number(count);
}
