import {
  listCompanionEngines,
  engineIds,
  isServerEngine,
  listPageEngines,
  listPageTensorEngines,
  listPageTextEngines,
  generatesText,
  type EngineId,
  type TensorEngineId,
  type TextEngineId,
} from '../engine/engines.ts';
import { getBaseName } from './file-name.ts';
import type { FormatId } from './model-facts.ts';
import { readModelId } from './model-id.ts';

/** The file of a model that its engine opens first. The others are weights, shards or sidecar files. */
export interface EntryFile {
  readonly name: string;
  /** The format by file name; the file's content decides. */
  readonly format: FormatId;
}

/** Names of entry files, most specific first: `model.json` is a common name, also next to models of other formats. */
const entries: readonly (readonly [RegExp, FormatId])[] = [
  [/^mlc-chat-config\.json$/, 'mlc'],
  [/\.onnx$/i, 'onnx'],
  [/-00001-of-\d+\.gguf$/i, 'gguf'],
  [/\.gguf$/i, 'gguf'],
  [/\.tflite$/i, 'tflite'],
  [/^model\.json$/, 'tfjs'],
  [/\.safetensors$/i, 'safetensors'],
  [/\.json$/i, 'tfjs'],
  [/\.xml$/i, 'openvino'],
];

/** The file of a model to open first, by file names without folders, and its format; `null` if no name matches. */
export function detectEntryFile(names: readonly string[]): EntryFile | null {
  for (const [pattern, format] of entries) {
    const matches = names.filter((candidate) => pattern.test(candidate)).sort();
    const name = matches.find((candidate) => !isDraftModel(candidate)) ?? matches[0];
    if (name !== undefined) return { name, format };
  }
  return null;
}

/** Whether a GGUF file is by its name a smaller model for speculative decoding, if it is next to another one. */
export function isDraftModel(name: string): boolean {
  return /draft.*\.gguf$/i.test(getBaseName(name));
}

/** The files of a model that are graphs of one of these formats by their names, sorted by name. */
export function listGraphFiles(names: readonly string[], formats: readonly FormatId[]): string[] {
  const patterns = entries.filter(([, format]) => formats.includes(format)).map(([pattern]) => pattern);
  return names.filter((name) => patterns.some((pattern) => pattern.test(name))).sort();
}

/** Whether files chosen together include a model, and not only data: tables of labels are JSON and XML, too. */
export function includesModel(names: readonly string[]): boolean {
  const format = detectEntryFile(names)?.format;
  const needsWeights = format === 'tfjs' || format === 'openvino';
  return format !== undefined && (!needsWeights || names.some((name) => /\.bin$/i.test(name)));
}

/** Formats in which one file is a whole model: of several such files, only the entry is opened. */
const singleFile: ReadonlySet<FormatId | undefined> = new Set(['onnx', 'gguf', 'tflite', 'safetensors']);

/**
 * The files that are models themselves and are not used by the model that is opened; shards of its entry are.
 * @param usesAllGraphs whether all files of its format are opened, as for a task of several graphs
 */
export function listUnusedFiles(names: readonly string[], usesAllGraphs = false): string[] {
  const entry = detectEntryFile(names);
  if (!entry) return [];
  const [, stem, ending = ''] = /^(.*-)00001(-of-\d+\.gguf)$/i.exec(entry.name) ?? [];
  return names.filter((name) => {
    const format = detectEntryFile([name])?.format;
    const isShard = stem !== undefined && name.startsWith(stem) && name.endsWith(ending);
    const isUsed = isShard || (usesAllGraphs && format === entry.format);
    return name !== entry.name && !isUsed && singleFile.has(format);
  });
}

/** The chosen files without those that {@link listUnusedFiles} names. */
export function listUsedFiles<T extends { readonly name: string }>(files: readonly T[]): readonly T[] {
  const unused = listUnusedFiles(files.map(({ name }) => name));
  return files.filter(({ name }) => !unused.includes(name));
}

/**
 * Whether the files are an ONNX language model that generates text, as published on the Hub: a tokenizer and a
 * generation config next to the graph, and no encoder (models that transcribe or translate have one).
 */
export function isOnnxLanguageModel(names: readonly string[]): boolean {
  const hasAll = ['tokenizer.json', 'generation_config.json'].every((name) => names.includes(name));
  return hasAll && !names.some((name) => /^encoder.*\.onnx$/i.test(name));
}

/**
 * The engines that open a model with these files, preferred first: by its format, and for ONNX, which engines of tensors
 * and of text open, by the files next to it.
 */
export function listEnginesForFiles(names: readonly string[]): readonly EngineId[] {
  const entry = detectEntryFile(names);
  if (!entry) return [];
  const able = listPageEngines(entry.format);
  if (entry.format !== 'onnx' || !isOnnxLanguageModel(names)) return able;
  return [...able.filter(generatesText), ...able.filter((id) => !generatesText(id))];
}

/** The engines of the companion that may open a model that it has, by its id; empty for a model of this browser. */
export function listEnginesInCompanion(id: string): readonly EngineId[] {
  const { kind, entry } = readModelId(id);
  if (kind === 'server') return engineIds.filter(isServerEngine);
  const format = kind === 'companion' ? detectEntryFile([entry])?.format : undefined;
  return format ? listCompanionEngines(format) : [];
}

/** The same for language models. */
export function listTextEnginesInCompanion(id: string): readonly TextEngineId[] {
  return listEnginesInCompanion(id).filter((engine): engine is TextEngineId => generatesText(engine));
}

/** The tensor engines that open a model with these files, preferred first. */
export function listTensorEngines(names: readonly string[]): readonly TensorEngineId[] {
  const entry = detectEntryFile(names);
  return entry ? listPageTensorEngines(entry.format) : [];
}

/** The text engines that open a model with these files, preferred first. */
export function listTextEngines(names: readonly string[]): readonly TextEngineId[] {
  const entry = detectEntryFile(names);
  return entry ? listPageTextEngines(entry.format) : [];
}
