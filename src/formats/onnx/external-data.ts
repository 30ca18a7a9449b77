import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import { AppError } from '#core/errors/error.ts';
import type { ByteSource } from '#core/model/model.ts';
import { getPartSize, type FileParts } from '../file-parts.ts';
import { FileSlice } from '../file-slice.ts';
import { listStoredTensors } from './stored-tensors.ts';
import { createMessage, type Graph, type OnnxModel, type TensorProto } from './onnx-model.ts';

/** The value of `TensorProto.DataLocation.EXTERNAL`. */
const externalLocation = 1;
/**
 * Values of more than 1 MiB are aligned to 64 KiB, so engines can map them into memory: ONNX's ExternalData.md requires
 * alignment to the page size, which is 64 KiB on Windows. Smaller values are not aligned, to limit padding. Heuristic,
 * not measured.
 */
const minAlignedBytes = 1024 * 1024;
const alignment = 64 * 1024;
/** Smaller tensors, such as shapes, axes and scales, remain in the graph. The default of the Python package onnx. */
const minExternalBytes = 1024;

/** Protobuf's limit of a message; a larger model stores its weights in a second file. */
export const maxFileBytes = 2 ** 31 - 1;

interface SplitModel {
  readonly model: OnnxModel;
  /** The file of external data. */
  readonly data: FileParts;
}

/**
 * Moves the raw values of initializers to a file of external data, in a copy of the model.
 * @param location the name of the file, relative to the model's folder
 * @param minBytes smaller initializers remain in the graph, like values in typed fields, nodes and subgraphs
 */
export function moveToExternalData(model: OnnxModel, location: string, minBytes = minExternalBytes): SplitModel {
  const data: (Uint8Array | ByteSource)[] = [];
  let offset = 0;
  const moved = mapInitializers(model, (tensor) => {
    const { rawData } = tensor;
    const length = rawData ? getPartSize(rawData) : 0;
    if (!rawData || length < minBytes || length === 0) return tensor;
    const padding = length > minAlignedBytes ? (alignment - (offset % alignment)) % alignment : 0;
    if (padding > 0) data.push(new Uint8Array(padding));
    data.push(rawData);
    const start = offset + padding;
    offset = start + length;
    return setExternalData(tensor, { location, offset: start, length });
  });
  return { model: moved, data };
}

/**
 * Replaces references to external data with slices of the files.
 * @param model is modified
 * @param findFile a file by its path relative to the model's folder
 * @throws AppError model-corrupt if a file is missing or too short
 */
export function attachExternalData(model: OnnxModel, findFile: (location: string) => ByteSource | undefined): void {
  for (const tensor of model.graph ? listStoredTensors(model.graph) : []) {
    const slice = openExternalSlice(tensor, findFile);
    if (!slice) continue;
    tensor.rawData = slice;
    tensor.externalData = [];
    tensor.dataLocation = undefined;
  }
}

/**
 * Opens the external data of a tensor without reading it; `null` if the tensor has none.
 * @throws AppError from {@link attachExternalData}
 */
export function openExternalSlice(
  { dataLocation, externalData }: TensorProto,
  findFile: (location: string) => ByteSource | undefined,
): FileSlice | null {
  if (dataLocation !== externalLocation) return null;
  const entries = new Map(externalData.map(({ key, value }) => [key, value]));
  const location = (entries.get('location') ?? '').replace(/^\.\//, '');
  const file = findFile(location);
  if (!file) throw new AppError('model-corrupt', { format: 'onnx', reason: 'file-missing', file: location });
  const offset = parseByteCount(entries.get('offset') ?? '0');
  const start = Math.min(offset, file.size);
  const length = parseByteCount(entries.get('length') ?? `${file.size - start}`);
  const expectedBytes = offset + length;
  if (expectedBytes > file.size)
    throw createCorruptModelError('onnx', { reason: 'weights-cut-off', sizeBytes: file.size, expectedBytes });
  return new FileSlice(file, offset, length);
}

/** @throws AppError model-corrupt unless `text` is a non-negative decimal integer, as ONNX's ExternalData.md requires */
function parseByteCount(text: string): number {
  const bytes = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(bytes)) return bytes;
  throw createCorruptModelError('onnx', { reason: 'number-out-of-range', value: text });
}

/**
 * References initializers in `file` as external data, so an engine that reads external data per tensor never loads the
 * complete file.
 * @param location the name of `file` for the engine
 */
export function referenceExternalData(model: OnnxModel, file: ByteSource, location: string): OnnxModel {
  return mapInitializers(model, (tensor) => {
    const { rawData } = tensor;
    if (!(rawData instanceof FileSlice) || rawData.file !== file) return tensor;
    return setExternalData(tensor, { location, offset: rawData.start, length: rawData.size });
  });
}

function mapInitializers(model: OnnxModel, change: (tensor: TensorProto) => TensorProto): OnnxModel {
  if (!model.graph) return model;
  const graph: Graph = { ...model.graph, initializers: model.graph.initializers.map(change) };
  return { ...model, graph };
}

interface DataLocation {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

function setExternalData(tensor: TensorProto, location: DataLocation): TensorProto {
  const externalData = Object.entries(location).map(([key, value]) =>
    createMessage('StringPair', { key, value: `${value}` }),
  );
  return { ...tensor, rawData: undefined, externalData, dataLocation: externalLocation };
}
