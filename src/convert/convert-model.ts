import { AppError } from '#core/errors/error.ts';
import type { ByteSource } from '#core/model/model.ts';
import type { FileParts } from '#formats/file-parts.ts';
import { readJson } from '#formats/json.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { buildDecoderGraph } from './decoder/decoder-graph.ts';
import { readGgufDecoder } from './decoder/gguf-decoder.ts';
import type { MatrixFormId } from './decoder/matrix-forms.ts';
import { isDecoderConfig, readSafetensorsDecoder } from './decoder/safetensors-decoder.ts';
import type { FileTypeId } from './gguf/file-type.ts';
import { createDecoderGguf } from './gguf/decoder-gguf.ts';
import { quantiseGguf } from './gguf/quantise-gguf.ts';
import { convertSafetensors } from './index.ts';
import { joinShards, joinSources } from './join-shards.ts';
import { convertWhisper, isWhisperConfig } from './whisper.ts';
import { createTokenizerEntries, type TokenizerFiles } from './tokenizer/gguf-entries.ts';
import { convertGgufTokenizer } from './tokenizer/gguf-tokenizer.ts';

/** The target format of a conversion. `form` and `maxContext` apply to language models only. */
export type Conversion =
  | { readonly to: 'gguf'; readonly type: FileTypeId }
  | { readonly to: 'onnx'; readonly form: MatrixFormId; readonly maxContext: number };

/** The default context length in tokens. The key-value cache of a small model then takes about 100 MB. */
export const defaultMaxContext = 4096;

/** The files of a model in GGUF or safetensors. */
export interface WeightFiles {
  /** Name of the opened file, which may be any shard of a split model. */
  readonly name: string;
  readonly source: ByteSource;
  /** The other files, by path relative to the folder of the opened file. */
  readonly siblings: ReadonlyMap<string, ByteSource>;
}

/** `graphs` has the graphs of a model with several of them by file name, starting with the entry file. */
export type ConvertedContent =
  | { readonly gguf: FileParts }
  | { readonly onnx: OnnxModel }
  | { readonly graphs: ReadonlyMap<string, OnnxModel> };

/** A converted model. Weights are computed when they are read. */
export interface Converted {
  readonly content: ConvertedContent;
  /** The type of weights that were already quantised, so errors accumulate; `null` if there are none. */
  readonly requantised: string | null;
  /** The tokenizer files of a language model that belong next to its graph, by name. */
  readonly textFiles: ReadonlyMap<string, ByteSource | object>;
  /** Why a language model has no tokenizer; `null` if it has one or is not a language model. */
  readonly noTokenizer: string | null;
}

/** Files that transformers writes next to the weights, which models of text or speech need next to their graphs. */
export const textFileNames: readonly string[] = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'chat_template.jinja',
  'config.json',
  'generation_config.json',
  'preprocessor_config.json',
];

/**
 * Converts a model from GGUF or safetensors to GGUF or ONNX.
 * @throws AppError model-corrupt | model-unsupported
 */
export async function convertModel(
  { name, source, siblings }: WeightFiles,
  conversion: Conversion,
): Promise<Converted> {
  if (/\.safetensors$/i.test(name))
    return convertFromSafetensors(await joinShards(name, source, siblings), siblings, conversion);
  if (conversion.to === 'gguf') {
    const { parts, requantised } = await quantiseGguf(source, conversion.type);
    return { content: { gguf: parts }, requantised, textFiles: new Map(), noTokenizer: null };
  }
  const { config, weights } = await readGgufDecoder(source);
  const onnx = await buildDecoderGraph(config, weights, conversion);
  return { content: { onnx }, requantised: null, ...(await convertTokenizerFiles(source)) };
}

async function convertFromSafetensors(
  weights: ByteSource,
  siblings: ReadonlyMap<string, ByteSource>,
  to: Conversion,
): Promise<Converted> {
  const file = siblings.get('config.json');
  if (!file)
    throw new AppError('model-corrupt', { format: 'safetensors', reason: 'file-missing', file: 'config.json' });
  const config = await readJson(file, 'safetensors');
  if (to.to === 'gguf') {
    const { config: decoderConfig, weights: decoderWeights } = await readSafetensorsDecoder(weights, config);
    const entries = createTokenizerEntries(await readTokenizerFiles(siblings, config), decoderConfig.vocabSize);
    const halfPrecision = createDecoderGguf(decoderConfig, decoderWeights, entries);
    const gguf = to.type === 'f16' ? halfPrecision : (await quantiseGguf(joinSources(halfPrecision), to.type)).parts;
    return { content: { gguf }, requantised: null, textFiles: new Map(), noTokenizer: null };
  }
  if (isWhisperConfig(config)) {
    const graphs = await convertWhisper(weights, config);
    return { content: { graphs }, requantised: null, ...findTextFiles(siblings) };
  }
  if (!isDecoderConfig(config)) {
    const onnx = await convertSafetensors(weights, config, siblings);
    return { content: { onnx }, requantised: null, textFiles: new Map(), noTokenizer: null };
  }
  const decoder = await readSafetensorsDecoder(weights, config);
  const onnx = await buildDecoderGraph(decoder.config, decoder.weights, to);
  return { content: { onnx }, requantised: null, ...findTextFiles(siblings) };
}

function findTextFiles(siblings: ReadonlyMap<string, ByteSource>): Pick<Converted, 'textFiles' | 'noTokenizer'> {
  const textFiles = new Map([...siblings].filter(([name]) => textFileNames.includes(name)));
  return { textFiles, noTokenizer: textFiles.has('tokenizer.json') ? null : 'tokenizer.json' };
}

async function readTokenizerFiles(siblings: ReadonlyMap<string, ByteSource>, config: unknown): Promise<TokenizerFiles> {
  const readSibling = async (name: string) => {
    const file = siblings.get(name);
    return file && readJson(file, 'safetensors');
  };
  const tokenizer = await readSibling('tokenizer.json');
  if (tokenizer === undefined)
    throw new AppError('model-corrupt', { format: 'safetensors', reason: 'file-missing', file: 'tokenizer.json' });
  const template = siblings.get('chat_template.jinja');
  const chatTemplate = template ? new TextDecoder().decode(await template.arrayBuffer()) : null;
  return { tokenizer, settings: await readSibling('tokenizer_config.json'), config, chatTemplate };
}

async function convertTokenizerFiles(source: ByteSource): Promise<Pick<Converted, 'textFiles' | 'noTokenizer'>> {
  try {
    return { textFiles: new Map(Object.entries(await convertGgufTokenizer(source))), noTokenizer: null };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'model-unsupported') throw thrown;
    return { textFiles: new Map(), noTokenizer: String(thrown.facts['why']) };
  }
}
