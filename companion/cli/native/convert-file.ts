import { readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { convertSafetensors } from '#convert/index.ts';
import { decoderGraph } from '#convert/decoder/decoder-graph.ts';
import { readGgufDecoder } from '#convert/decoder/gguf-decoder.ts';
import { isDecoderConfig, readSafetensorsDecoder } from '#convert/decoder/safetensors-decoder.ts';
import type { MatrixFormId } from '#convert/decoder/matrix-forms.ts';
import type { FileTypeId } from '#convert/gguf/file-type.ts';
import { convertGgufTokenizer, type TextModelFiles } from '#convert/tokenizer/gguf-tokenizer.ts';
import { AppError } from '#core/errors/error.ts';
import type { ByteSource } from '#core/model/model.ts';
import { quantiseGguf } from '#convert/gguf/quantise-gguf.ts';
import { maxFileBytes } from '#formats/onnx/external-data.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { sizeOfParts } from '#formats/file-parts.ts';
import { fileOnDisk } from '../../engines/model-on-disk.ts';
import { writeParts } from '../files/write-parts.ts';
import { writeWithExternalData } from '../files/write-split.ts';
import { UsageError } from '../command.ts';
import { checkFile } from '../options/check-options.ts';

export type Conversion =
  | { readonly to: 'gguf'; readonly type: FileTypeId }
  | { readonly to: 'onnx'; readonly form: MatrixFormId; readonly maxContext: number };

export interface ConvertedFile {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** The type of weights that were already quantised; `null` if they were not. */
  readonly requantised: string | null;
  /** Names of the files that were written next to it: the tokenizer of a language model, and its settings. */
  readonly textFiles: readonly string[];
  /** Why a language model has no tokenizer next to it; `null` if it has one, or for other models. */
  readonly noTokenizer: string | null;
}

/** @throws UsageError | AppError what the conversions throw | the error of the file system */
export async function convertFile(
  path: string,
  out: string,
  conversion: Conversion,
  signal: AbortSignal,
): Promise<ConvertedFile> {
  const source = await fileOnDisk(path);
  if (conversion.to === 'gguf') {
    const { parts, requantised } = await quantiseGguf(source, conversion.type);
    const sha256 = await writeParts(out, parts, signal);
    return { sha256, sizeBytes: (await stat(out)).size, requantised, textFiles: [], noTokenizer: null };
  }
  let model: OnnxModel;
  let text: ConvertedText = { files: {}, noTokenizer: null };
  if (path.endsWith('.safetensors')) {
    const config = join(dirname(path), 'config.json');
    checkFile(config, 'expected the configuration of the model');
    model = await fromSafetensors(source, await readConfig(config), conversion);
  } else {
    const { config, weights } = await readGgufDecoder(source);
    model = await decoderGraph(config, weights, conversion);
    text = await convertTokenizer(source);
  }
  await checkTextFiles(text, out);
  const sha256 = await writeModel(model, out, signal);
  for (const [name, json] of Object.entries(text.files)) await writeFile(join(dirname(out), name), encodeJson(json));
  const { files, noTokenizer } = text;
  return { sha256, sizeBytes: (await stat(out)).size, requantised: null, textFiles: Object.keys(files), noTokenizer };
}

interface ConvertedText {
  readonly files: Partial<TextModelFiles>;
  readonly noTokenizer: string | null;
}

async function convertTokenizer(source: ByteSource): Promise<ConvertedText> {
  try {
    return { files: await convertGgufTokenizer(source), noTokenizer: null };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'model-unsupported') throw thrown;
    return { files: {}, noTokenizer: String(thrown.facts['why']) };
  }
}

/**
 * Files of these names may belong to another model.
 * @throws UsageError if one has other contents
 */
async function checkTextFiles({ files }: ConvertedText, out: string): Promise<void> {
  for (const [name, json] of Object.entries(files)) {
    const path = join(dirname(out), name);
    const existing = await readFile(path, 'utf8').catch(() => null);
    if (existing !== null && existing !== encodeJson(json))
      throw new UsageError(`"${path}" exists and would be replaced: choose a folder of its own for the model`);
  }
}

const encodeJson = (value: object) => JSON.stringify(value);

async function fromSafetensors(
  source: ByteSource,
  config: unknown,
  conversion: Extract<Conversion, { to: 'onnx' }>,
): Promise<OnnxModel> {
  if (!isDecoderConfig(config)) return convertSafetensors(source, config);
  const decoder = await readSafetensorsDecoder(source, config);
  return decoderGraph(decoder.config, decoder.weights, conversion);
}

/** @throws Error that names the file if it is not JSON */
async function readConfig(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Error(`"${path}" is not JSON: ${String(error)}`, { cause: error });
  }
}

function writeModel(model: OnnxModel, out: string, signal: AbortSignal): Promise<string> {
  const parts = encodeOnnx(model);
  return sizeOfParts(parts) > maxFileBytes ? writeWithExternalData(model, out, signal) : writeParts(out, parts, signal);
}
