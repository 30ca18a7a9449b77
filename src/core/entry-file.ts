import type { RuntimeId, TextRuntimeId } from './runtime.ts';

/** The file of a model that its engine opens first. The others are weights, shards or facts beside it. */
export interface EntryFile {
  readonly name: string;
  /** The engine of its format; null: one that we read, and no engine here opens. */
  readonly engine: RuntimeId | TextRuntimeId | null;
}

/** Names of entry files, the surest first: `model.json` is a common name, and stands beside models of other formats. */
const entries: readonly (readonly [RegExp, EntryFile['engine']])[] = [
  [/^mlc-chat-config\.json$/, 'webllm'],
  [/\.onnx$/i, 'ort'],
  [/-00001-of-\d+\.gguf$/i, 'wllama'],
  [/\.gguf$/i, 'wllama'],
  [/\.tflite$/i, 'litert'],
  [/^model\.json$/, 'tfjs'],
  [/\.safetensors$/i, null],
  [/\.json$/i, 'tfjs'],
];

/** Which of a model's files, by names without folders, is opened first, and by what; null where no name tells. */
export function entryFile(names: readonly string[]): EntryFile | null {
  for (const [pattern, engine] of entries) {
    const [name] = names.filter((candidate) => pattern.test(candidate)).sort();
    if (name !== undefined) return { name, engine };
  }
  return null;
}

const tensorEngines: Readonly<Record<RuntimeId, true>> = { ort: true, tfjs: true, litert: true };

/** The engine that runs tensors through a model of these files; null where none does. */
export function tensorEngine(names: readonly string[]): RuntimeId | null {
  const engine = entryFile(names)?.engine;
  return engine && isTensorEngine(engine) ? engine : null;
}

/** The engine that goes on from text with a model of these files; null where none does. */
export function textEngine(names: readonly string[]): TextRuntimeId | null {
  const engine = entryFile(names)?.engine;
  return engine && !isTensorEngine(engine) ? engine : null;
}

function isTensorEngine(engine: RuntimeId | TextRuntimeId): engine is RuntimeId {
  return engine in tensorEngines;
}
