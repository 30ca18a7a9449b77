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
  /** The entry file. */
  readonly entry: HubFile;
  /** Further graphs, opened after the entry, such as a decoder after its encoder. Usually none. */
  readonly parts: readonly HubFile[];
  /** The entry, its parts, and further files: external weights, the other shards of a split file. */
  readonly files: readonly HubFile[];
  readonly sizeBytes: number;
}

/** GGUF types in a file name, by their llama.cpp names. */
const ggufType = /[-._]((?:i?q\d(?:_\w+?)?)|f16|bf16|f32|mxfp4\w*)(?:-\d{5}-of-\d{5})?\.gguf$/i;
/** GGUF files that are not models: multimodal projectors, importance matrices. */
const notAlone = /(^|[/._-])(mmproj|imatrix)\b/i;

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

/** What a language model needs in addition to its graph: its tokenizer and settings, at the top of the repository. */
function listTextFiles(files: readonly HubFile[]): readonly HubFile[] {
  if (!isOnnxLanguageModel(files.map(({ path }) => getBaseName(path)))) return [];
  return files.filter(({ path }) =>
    /^(tokenizer|tokenizer_config|config|generation_config)\.json$|^chat_template\.jinja$/.test(path),
  );
}

/** What a speech recogniser needs in addition to its graphs. */
function listSpeechFiles(files: readonly HubFile[], graphs: readonly HubFile[]): readonly HubFile[] {
  const hasDecoder = graphs.some(({ path }) => getBaseName(path).startsWith('decoder_model_merged'));
  const isSpeech = files.some(({ path }) => path === 'preprocessor_config.json');
  if (!hasDecoder || !isSpeech) return [];
  return files.filter(({ path }) => /^(tokenizer|tokenizer_config|generation_config)\.json$/.test(path));
}

/** A split model counts as one file, and is omitted if a shard is missing. */
function listGgufVariants(files: readonly HubFile[]): Variant[] {
  const models = files.filter(({ path }) => path.endsWith('.gguf') && !notAlone.test(path));
  return models.flatMap((entry) => {
    const precision = ggufType.exec(entry.path)?.[1]?.toLowerCase() ?? null;
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

/** Formats that consist of several files in one folder, found by the name of the entry. */
function listFolderVariants(files: readonly HubFile[]): Variant[] {
  const variants: Variant[] = [];
  for (const entry of files) {
    const folder = getParentFolder(entry.path);
    const name = entry.path.slice(folder.length);
    const findFolderVariant = (pattern: RegExp) =>
      files.filter(({ path }) => path.startsWith(folder) && pattern.test(path.slice(folder.length)));
    if (name === 'mlc-chat-config.json') {
      const parts = findFolderVariant(
        /^(mlc-chat-config|tensor-cache|ndarray-cache|tokenizer.*|vocab)\.json$|^params_shard_\d+\.bin$|\.wasm$|^tokenizer\.model$|^merges\.txt$/,
      );
      variants.push(createVariant('mlc', /q\d+f\d+(_\d)?/.exec(entry.url)?.[0] ?? null, entry, parts));
    } else if (name === 'model.json') {
      variants.push(createVariant('tfjs', null, entry, [entry, ...findFolderVariant(/\.bin$/)]));
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
