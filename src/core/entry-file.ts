import { tensorEngineFor, textEngineFor, type RuntimeId, type TextRuntimeId } from './engines.ts';
import type { FormatId } from './facts.ts';

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

/** Every file of a model that its names say is a graph of this format, in order of name. */
export function graphFiles(names: readonly string[], format: FormatId): string[] {
  const patterns = entries.filter(([, of]) => of === format).map(([pattern]) => pattern);
  return names.filter((name) => patterns.some((pattern) => pattern.test(name))).sort();
}

/** The engine that runs tensors through a model of these files; null where none does. */
export function tensorEngine(names: readonly string[]): RuntimeId | null {
  const entry = entryFile(names);
  return entry && tensorEngineFor(entry.format);
}

/** The engine that goes on from text with a model of these files; null where none does. */
export function textEngine(names: readonly string[]): TextRuntimeId | null {
  const entry = entryFile(names);
  return entry && textEngineFor(entry.format);
}
