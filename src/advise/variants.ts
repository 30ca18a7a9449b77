import type { HubFile } from '#core/hub.ts';

/** One way to take a model: the files that belong together, in one format and one precision. */
export interface Variant {
  readonly format: 'onnx' | 'gguf' | 'tflite' | 'tfjs' | 'mlc' | 'safetensors';
  /** As the file's name has it: `q4_k_m`, `fp16`, `q4f16`, `int8`; null where the name says nothing. */
  readonly precision: string | null;
  /** The file that an engine opens first. */
  readonly entry: HubFile;
  readonly files: readonly HubFile[];
  readonly sizeBytes: number;
}

/** GGUF types by their llama.cpp names, in a file's name. */
const ggufType = /[-._]((?:i?q\d(?:_\w+?)?)|f16|bf16|f32|mxfp4\w*)(?:-\d{5}-of-\d{5})?\.gguf$/i;
/** What lies beside a model in the same format: the projector of its pictures, the statistics of its quantisation. */
const notAlone = /(^|[/._-])(mmproj|imatrix)\b/i;
/** Suffixes of the ONNX exports that transformers.js reads: `model_q4f16.onnx`. */
const onnxType = /_(fp16|fp32|int8|uint8|quantized|q4f16|q4|q8|bnb4)\.onnx$/i;

/** Groups a repository's files by what an engine would open, the smallest first. Files of no model are left out. */
export function variantsOf(files: readonly HubFile[]): Variant[] {
  return [...onnxVariants(files), ...ggufVariants(files), ...tfliteVariants(files), ...folderVariants(files)].sort(
    (one, other) => one.sizeBytes - other.sizeBytes,
  );
}

function onnxVariants(files: readonly HubFile[]): Variant[] {
  return files
    .filter(({ path }) => path.endsWith('.onnx'))
    .map((entry) => {
      // Weights beside the graph are named after it: `model.onnx_data`, `model.onnx_data_1`, `model.onnx.data`.
      const beside = files.filter(({ path }) => path !== entry.path && path.startsWith(entry.path));
      return variant('onnx', onnxType.exec(entry.path)?.[1]?.toLowerCase() ?? null, entry, [entry, ...beside]);
    });
}

function ggufVariants(files: readonly HubFile[]): Variant[] {
  const models = files.filter(({ path }) => path.endsWith('.gguf') && !notAlone.test(path));
  const later = /-(?!00001)\d{5}-of-\d{5}\.gguf$/;
  return models
    .filter(({ path }) => !later.test(path))
    .map((entry) => {
      const stem = entry.path.replace(/-00001-of-\d{5}\.gguf$/, '');
      const parts = stem === entry.path ? [entry] : models.filter(({ path }) => path.startsWith(`${stem}-`));
      return variant('gguf', ggufType.exec(entry.path)?.[1]?.toLowerCase() ?? null, entry, parts);
    });
}

function tfliteVariants(files: readonly HubFile[]): Variant[] {
  return files
    .filter(({ path }) => path.endsWith('.tflite'))
    .map((entry) =>
      variant('tflite', /[-_](fp16|fp32|int8|float16|float32)\b/i.exec(entry.path)?.[1] ?? null, entry, [entry]),
    );
}

/** Formats that are a folder: every file beside the entry belongs to it. */
function folderVariants(files: readonly HubFile[]): Variant[] {
  const found: Variant[] = [];
  for (const entry of files) {
    const folder = entry.path.slice(0, entry.path.lastIndexOf('/') + 1);
    const name = entry.path.slice(folder.length);
    const beside = (pattern: RegExp) =>
      files.filter(({ path }) => path.startsWith(folder) && pattern.test(path.slice(folder.length)));
    if (name === 'mlc-chat-config.json') {
      const parts = beside(
        /^(mlc-chat-config|tensor-cache|ndarray-cache|tokenizer.*|vocab)\.json$|^params_shard_\d+\.bin$|\.wasm$|^tokenizer\.model$|^merges\.txt$/,
      );
      found.push(variant('mlc', /q\d+f\d+(_\d)?/.exec(entry.url)?.[0] ?? null, entry, parts));
    } else if (name === 'model.json') {
      found.push(variant('tfjs', null, entry, [entry, ...beside(/\.bin$/)]));
    } else if (name === 'model.safetensors') {
      found.push(variant('safetensors', null, entry, [entry]));
    }
  }
  return found;
}

function variant(
  format: Variant['format'],
  precision: string | null,
  entry: HubFile,
  files: readonly HubFile[],
): Variant {
  return { format, precision, entry, files, sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0) };
}
