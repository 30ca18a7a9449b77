import { AppError } from '#core/errors/error.ts';
import type { FormatId, ModelFacts } from '#core/model/model-facts.ts';
import type { ByteSource } from '#core/model/model.ts';
import { headBytes, type ChooseSizes, type Format, type OpenGraph, type Siblings } from './format.ts';
import { isJson, identifyNonModel } from './identify-non-model.ts';

/** Formats in the order of detection: those with magic bytes first, ONNX (a bare protobuf) last. */
const formats = {
  gguf: async () => (await import('./gguf/index.ts')).gguf,
  tflite: async () => (await import('./tflite/index.ts')).tflite,
  safetensors: async () => (await import('./safetensors/index.ts')).safetensors,
  tfjs: async () => (await import('./tfjs/index.ts')).tfjs,
  mlc: async () => (await import('./mlc/index.ts')).mlc,
  openvino: async () => (await import('./openvino/index.ts')).openvino,
  onnx: async () => (await import('./onnx/index.ts')).onnx,
} satisfies Record<FormatId, () => Promise<Format>>;

export const loadFormat = (id: FormatId): Promise<Format> => formats[id]();

/**
 * Detects the format of a file by its content, then by its name.
 * @throws AppError model-unknown, with the kind of file if its content identifies it
 */
export async function detectFormat(source: ByteSource, name: string): Promise<Format> {
  const head = new Uint8Array(await source.slice(0, Math.min(headBytes, source.size)).arrayBuffer());
  const kind = identifyNonModel(head);
  if (kind) throw new AppError('model-unknown', { model: name, detectedAs: kind });
  const fileName = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  for (const load of Object.values(formats)) {
    const format = await load();
    if (format.matches(head, fileName)) return format;
  }
  throw new AppError('model-unknown', { model: name, detectedAs: isJson(head) ? 'json' : 'unrecognised' });
}

/**
 * Reads the facts in a model's header.
 * @param chooseSizes as in `Format.readFacts`
 * @throws AppError model-unknown | model-corrupt | model-unsupported
 */
export async function readFacts(
  source: ByteSource,
  name: string,
  siblings?: Siblings,
  chooseSizes?: ChooseSizes,
): Promise<ModelFacts> {
  const format = await detectFormat(source, name);
  return format.readFacts(source, name, siblings, chooseSizes);
}

/**
 * Reads the graph of a model.
 * @param chooseSizes as in `Format.readFacts`
 * @throws AppError from {@link readFacts} | graph-unavailable if the file contains no graph
 */
export async function readGraph(
  source: ByteSource,
  name: string,
  siblings: Siblings = new Map(),
  chooseSizes: ChooseSizes = () => ({}),
): Promise<OpenGraph> {
  const format = await detectFormat(source, name);
  if (!format.readGraph) throw new AppError('graph-unavailable', { model: name, reason: 'format-without-graph' });
  return format.readGraph(source, name, siblings, chooseSizes);
}
