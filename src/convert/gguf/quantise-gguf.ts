import { AppError } from '#core/errors/error.ts';
import type { ByteSource } from '#core/model/model.ts';
import { isDequantisable } from '#formats/gguf/blocks/dequantise.ts';
import { quantise, type EncodableType } from '#formats/gguf/blocks/quantise.ts';
import { ggmlTypesByName } from '#formats/gguf/ggml-types.ts';
import { readGgufHeader, type GgufTensor } from '#formats/gguf/read-gguf-header.ts';
import { encodeGguf, type GgufEntry } from '#formats/gguf/write-gguf.ts';
import { FileSlice } from '#formats/file-slice.ts';
import type { FileParts } from '#formats/file-parts.ts';
import { createLazyRows } from '#optimise/lazy-bytes.ts';
import { requireFinite } from '../require-finite.ts';
import { createStoredRows } from '../matrix-rows.ts';
import { fileTypes, chooseTensorTypes, type FileTypeId } from './file-type.ts';

/** The version of llama.cpp's block layouts (`GGML_QNT_VERSION`). */
const quantisationVersion = 2;

export interface QuantisedGguf {
  /** The new file. Its tensors are computed when they are read. */
  readonly parts: FileParts;
  /** The type of a tensor that was already quantised, so errors accumulate; `null` if there is none. */
  readonly requantised: string | null;
}

/**
 * Quantises the weights of a GGUF model to another file type, as llama.cpp does. Other metadata is unchanged. Reading
 * the result throws model-corrupt for weights that are not finite.
 * @throws AppError from `readGgufHeader` | model-unsupported for models with experts, split files, and tensor types
 * that cannot be decoded
 */
export async function quantiseGguf(source: ByteSource, fileType: FileTypeId): Promise<QuantisedGguf> {
  const { metadata, entryRanges, tensors } = await readGgufHeader(source);
  const architecture = metadata.get('general.architecture');
  for (const key of [`${typeof architecture === 'string' ? architecture : ''}.expert_count`, 'split.count']) {
    const value = metadata.get(key);
    if (typeof value === 'number' && value > 1) throw createUnsupportedError(key, value);
  }
  const types = chooseTensorTypes(tensors, fileType);
  const newEntries: readonly GgufEntry[] = [
    ['general.file_type', 'u32', fileTypes[fileType].number],
    ['general.quantization_version', 'u32', quantisationVersion],
  ];
  // The file is written with the default alignment.
  const replacedKeys = new Set(['general.alignment', ...newEntries.map(([key]) => key)]);
  const keptEntries = [...entryRanges].filter(([key]) => !replacedKeys.has(key));
  const parts = encodeGguf(
    [...keptEntries.map(([, [start, end]]) => new FileSlice(source, start, end - start)), ...newEntries],
    tensors.map((tensor) => {
      const type = types.get(tensor.name) ?? tensor.type;
      return {
        name: tensor.name,
        dims: tensor.dims,
        type: ggmlTypesByName[type].number,
        bytes:
          type === tensor.type
            ? new FileSlice(source, tensor.start, tensor.bytes)
            : convertTensor(source, tensor, type as EncodableType),
      };
    }),
  );
  const requantised = tensors.find(
    ({ name, type }) => types.get(name) !== type && !['F32', 'F16', 'BF16'].includes(type) && types.has(name),
  );
  return { parts, requantised: requantised?.type ?? null };
}

function convertTensor(source: ByteSource, tensor: GgufTensor, newType: EncodableType): ByteSource {
  const { name, type, dims, start, bytes } = tensor;
  if (!isDequantisable(type)) throw createUnsupportedError(name, type);
  const [width = 1] = dims;
  const rows = createStoredRows(type, new FileSlice(source, start, bytes), tensor.parameters / width, width);
  const rowBytes = (width / ggmlTypesByName[newType].block) * ggmlTypesByName[newType].bytes;
  return createLazyRows(rows.rows, rowBytes, async (first, end) => {
    const values = await rows.read(first, end);
    return quantise(newType, isQuantised(newType) ? requireFinite(values, name) : values);
  });
}

const isQuantised = (type: EncodableType) => ggmlTypesByName[type].block > 1;

function createUnsupportedError(field: string, value: string | number): AppError {
  return new AppError('model-unsupported', { model: 'gguf', why: `${field}: ${value}` });
}
