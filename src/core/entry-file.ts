import {
  enginesFor,
  tensorEnginesFor,
  textEnginesFor,
  type EngineId,
  type TensorEngineId,
  type TextEngineId,
} from './engines.ts';
import type { FormatId } from './model-facts.ts';

/** The file of a model that its engine opens first. The others are weights, shards or facts beside it. */
export interface EntryFile {
  readonly name: string;
  /** What it is by its name; the bytes have the last word. */
  readonly format: FormatId;
}

/** Names of entry files, the surest first: `model.json` is a common name, and stands beside models of other formats. */
const entries: readonly (readonly [RegExp, FormatId])[] = [
  [/^mlc-chat-config\.json$/, 'mlc'],
  [/\.onnx$/i, 'onnx'],
  [/-00001-of-\d+\.gguf$/i, 'gguf'],
  [/\.gguf$/i, 'gguf'],
  [/\.tflite$/i, 'tflite'],
  [/^model\.json$/, 'tfjs'],
  [/\.safetensors$/i, 'safetensors'],
  [/\.json$/i, 'tfjs'],
];

/** Which of a model's files, by names without folders, is opened first, and its format; null where no name tells. */
export function entryFile(names: readonly string[]): EntryFile | null {
  for (const [pattern, format] of entries) {
    const [name] = names.filter((candidate) => pattern.test(candidate)).sort();
    if (name !== undefined) return { name, format };
  }
  return null;
}

/** Every file of a model that its names say is a graph of one of these formats, in order of name. */
export function graphFiles(names: readonly string[], formats: readonly FormatId[]): string[] {
  const patterns = entries.filter(([, format]) => formats.includes(format)).map(([pattern]) => pattern);
  return names.filter((name) => patterns.some((pattern) => pattern.test(name))).sort();
}

/** The engines that open a model of these files, the preferred one first. */
export function enginesOf(names: readonly string[]): readonly EngineId[] {
  const entry = entryFile(names);
  return entry ? enginesFor(entry.format) : [];
}

/** The engines that run tensors through a model of these files, the preferred one first. */
export function tensorEngines(names: readonly string[]): readonly TensorEngineId[] {
  const entry = entryFile(names);
  return entry ? tensorEnginesFor(entry.format) : [];
}

/** The engines that generate text with a model of these files, the preferred one first. */
export function textEngines(names: readonly string[]): readonly TextEngineId[] {
  const entry = entryFile(names);
  return entry ? textEnginesFor(entry.format) : [];
}
