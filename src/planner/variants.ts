import { isOnnxLanguageModel } from '#core/model/entry-file.ts';
import { getBaseName, getParentFolder } from '#core/model/file-name.ts';
import { sumBytes } from '#core/model/sum-bytes.ts';
import type { HubFile } from '#core/model/hub-model.ts';
import { groupParts } from './onnx-parts.ts';

/** One downloadable version of a model: the files that belong together, in one format and precision. */
export interface Variant {
  readonly format: 'onnx' | 'gguf' | 'tflite' | 'tfjs' | 'mlc' | 'safetensors' | 'openvino';
  /** The precision in the file name: `q4_k_m`, `fp16`, `q4f16`, `int8`; `null` if the name has none. */
  readonly precision: string | null;
  /** The file that is opened first. */
  readonly entry: HubFile;
  /** Further graphs, opened after the entry, such as a decoder after its encoder. Usually none. */
  readonly parts: readonly HubFile[];
  /** The entry, its parts, and further files: external weights, the other shards of a split file. */
  readonly files: readonly HubFile[];
  readonly sizeBytes: number;
}

/** Matches the llama.cpp type name in a GGUF file name. */
const ggufTypePattern = /[-._]((?:i?q\d(?:_\w+?)?)|f16|bf16|f32|mxfp4\w*)(?:-\d{5}-of-\d{5})?\.gguf$/i;
/** GGUF files that are not models: multimodal projectors, importance matrices. */
const auxiliaryPattern = /(^|[/._-])(mmproj|imatrix)\b/i;

/** Groups a repository's files into models that an engine can open, smallest first. Other files are ignored. */
export function listVariants(files: readonly HubFile[]): Variant[] {
  return [
    ...listOnnxVariants(files),
    ...listGgufVariants(files),
    ...listTfliteVariants(files),
    ...listFolderVariants(files),
  ].sort((a, b) => a.sizeBytes - b.sizeBytes);
}

function listOnnxVariants(files: readonly HubFile[]): Variant[] {
  return groupParts(files).flatMap(({ precision, graphs }) => {
    const [entry, ...parts] = graphs;
    // Weights next to a graph are named after it: `model.onnx_data`, `model.onnx_data_1`, `model.onnx.data`.
    const weights = files.filter(({ path }) =>
      graphs.some((graph) => path !== graph.path && path.startsWith(graph.path)),
    );
    const texts = parts.length === 0 ? listTextFiles(files) : listSpeechFiles(files, graphs);
    return entry ? [{ ...createVariant('onnx', precision, entry, [...graphs, ...weights, ...texts]), parts }] : [];
  });
}

/** Lists the tokenizer and settings of a language model, at the root of the repository. */
function listTextFiles(files: readonly HubFile[]): readonly HubFile[] {
  if (!isOnnxLanguageModel(files.map(({ path }) => getBaseName(path)))) return [];
  return files.filter(({ path }) =>
    /^(tokenizer|tokenizer_config|config|generation_config)\.json$|^chat_template\.jinja$/.test(path),
  );
}

/** Lists the tokenizer and settings of a speech recogniser. */
function listSpeechFiles(files: readonly HubFile[], graphs: readonly HubFile[]): readonly HubFile[] {
  const hasDecoder = graphs.some(({ path }) => getBaseName(path).startsWith('decoder_model_merged'));
  const isSpeech = files.some(({ path }) => path === 'preprocessor_config.json');
  if (!hasDecoder || !isSpeech) return [];
  return files.filter(({ path }) => /^(tokenizer|tokenizer_config|generation_config)\.json$/.test(path));
}

/** Lists GGUF variants. A split model is one variant, and is omitted if a shard is missing. */
function listGgufVariants(files: readonly HubFile[]): Variant[] {
  const models = files.filter(({ path }) => path.endsWith('.gguf') && !auxiliaryPattern.test(path));
  return models.flatMap((entry) => {
    const precision = ggufTypePattern.exec(entry.path)?.[1]?.toLowerCase() ?? null;
    const [, stem, number, count] = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/.exec(entry.path) ?? [];
    if (stem === undefined) return [createVariant('gguf', precision, entry, [entry])];
    const isShard = (path: string) => path.startsWith(`${stem}-`) && path.endsWith(`-of-${count}.gguf`);
    const shards = models.filter(({ path }) => isShard(path) && path.length === entry.path.length);
    const isComplete = number === '00001' && shards.length === Number(count);
    return isComplete ? [createVariant('gguf', precision, entry, shards)] : [];
  });
}

function listTfliteVariants(files: readonly HubFile[]): Variant[] {
  return files
    .filter(({ path }) => path.endsWith('.tflite'))
    .map((entry) =>
      createVariant('tflite', /[-_](fp16|fp32|int8|float16|float32)\b/i.exec(entry.path)?.[1] ?? null, entry, [entry]),
    );
}

/** Lists variants of formats with several files in one folder, identified by the name of the entry file. */
function listFolderVariants(files: readonly HubFile[]): Variant[] {
  const variants: Variant[] = [];
  for (const entry of files) {
    const folder = getParentFolder(entry.path);
    const name = entry.path.slice(folder.length);
    const findFilesInFolder = (pattern: RegExp) =>
      files.filter(({ path }) => path.startsWith(folder) && pattern.test(path.slice(folder.length)));
    if (name === 'mlc-chat-config.json') {
      const parts = findFilesInFolder(
        /^(mlc-chat-config|tensor-cache|ndarray-cache|tokenizer.*|vocab)\.json$|^params_shard_\d+\.bin$|\.wasm$|^tokenizer\.model$|^merges\.txt$/,
      );
      variants.push(createVariant('mlc', /q\d+f\d+(_\d)?/.exec(entry.url)?.[0] ?? null, entry, parts));
    } else if (name === 'model.json') {
      variants.push(createVariant('tfjs', null, entry, [entry, ...findFilesInFolder(/\.bin$/)]));
    } else if (name.endsWith('.xml')) {
      const weights = files.find(({ path }) => path === entry.path.replace(/\.xml$/, '.bin'));
      if (weights) variants.push(createVariant('openvino', null, entry, [entry, weights]));
    } else if (name === 'model.safetensors') {
      variants.push(createVariant('safetensors', null, entry, [entry]));
    }
  }
  return variants;
}

function createVariant(
  format: Variant['format'],
  precision: string | null,
  entry: HubFile,
  files: readonly HubFile[],
): Variant {
  return { format, precision, entry, parts: [], files, sizeBytes: sumBytes(files) };
}
