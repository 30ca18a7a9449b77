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

/** The file of a model that its engine opens first. The other files are weights, shards or sidecar files. */
export interface EntryFile {
  readonly name: string;
  /** The format by file name, which the content can contradict. */
  readonly format: FormatId;
}

/** Name patterns of entry files, most specific first. `model.json` also occurs next to models of other formats. */
const entryPatterns: readonly (readonly [RegExp, FormatId])[] = [
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

/** Detects the entry file of a model by file names without folders; `null` if no name matches. */
export function detectEntryFile(names: readonly string[]): EntryFile | null {
  for (const [pattern, format] of entryPatterns) {
    const matches = names.filter((candidate) => pattern.test(candidate)).sort();
    const name = matches.find((candidate) => !isDraftModel(candidate)) ?? matches[0];
    if (name !== undefined) return { name, format };
  }
  return null;
}

/** Whether a GGUF file next to another one is a draft model for speculative decoding, by its name. */
export function isDraftModel(name: string): boolean {
  return /draft.*\.gguf$/i.test(getBaseName(name));
}

/** Lists the files of a model with names of these formats, sorted by name. */
export function listGraphFiles(names: readonly string[], formats: readonly FormatId[]): string[] {
  const patterns = entryPatterns.filter(([, format]) => formats.includes(format)).map(([pattern]) => pattern);
  return names.filter((name) => patterns.some((pattern) => pattern.test(name))).sort();
}

/** Whether files include a model. Label files can also be JSON or XML, so these formats require a file of weights. */
export function includesModel(names: readonly string[]): boolean {
  const format = detectEntryFile(names)?.format;
  const needsWeights = format === 'tfjs' || format === 'openvino';
  return format !== undefined && (!needsWeights || names.some((name) => /\.bin$/i.test(name)));
}

/** Formats in which each file is a whole model. */
const singleFileFormats: ReadonlySet<FormatId | undefined> = new Set(['onnx', 'gguf', 'tflite', 'safetensors']);

/**
 * Lists the files that are separate models, which the model to open does not use. Shards of the entry file are used.
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
    return name !== entry.name && !isUsed && singleFileFormats.has(format);
  });
}

/** Lists the files except those of {@link listUnusedFiles}. */
export function listUsedFiles<T extends { readonly name: string }>(files: readonly T[]): readonly T[] {
  const unused = listUnusedFiles(files.map(({ name }) => name));
  return files.filter(({ name }) => !unused.includes(name));
}

/**
 * Whether the files are an ONNX language model as published on the Hub: with a tokenizer and a generation configuration, and
 * without the encoder of models that transcribe or translate.
 */
export function isOnnxLanguageModel(names: readonly string[]): boolean {
  const hasAll = ['tokenizer.json', 'generation_config.json'].every((name) => names.includes(name));
  return hasAll && !names.some((name) => /^encoder.*\.onnx$/i.test(name));
}

/**
 * Lists the engines that open a model with these files, preferred first. For ONNX, which tensor and text engines open, the
 * sidecar files decide the preference.
 */
export function listEnginesForFiles(names: readonly string[]): readonly EngineId[] {
  const entry = detectEntryFile(names);
  if (!entry) return [];
  const candidates = listPageEngines(entry.format);
  if (entry.format !== 'onnx' || !isOnnxLanguageModel(names)) return candidates;
  return [...candidates.filter(generatesText), ...candidates.filter((id) => !generatesText(id))];
}

/** Lists the companion's engines that may open a model of the companion; empty for a model of this browser. */
export function listEnginesInCompanion(id: string): readonly EngineId[] {
  const { kind, entry } = readModelId(id);
  if (kind === 'server') return engineIds.filter(isServerEngine);
  const format = kind === 'companion' ? detectEntryFile([entry])?.format : undefined;
  return format ? listCompanionEngines(format) : [];
}

/** Like {@link listEnginesInCompanion}, for language models. */
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
