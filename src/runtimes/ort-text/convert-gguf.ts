import { buildDecoderGraph } from '#convert/decoder/decoder-graph.ts';
import { readGgufDecoder } from '#convert/decoder/gguf-decoder.ts';
import type { MatrixFormId } from '#convert/decoder/matrix-forms.ts';
import { convertGgufTokenizer } from '#convert/tokenizer/gguf-tokenizer.ts';
import { AppError } from '#core/errors/error.ts';
import { detectEntryFile } from '#core/model/entry-file.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readChunks, readParts, sumPartSizes, type FileParts } from '#formats/file-parts.ts';
import { hasGgufMagic } from '#formats/gguf/read-gguf-header.ts';
import { moveToExternalData } from '#formats/onnx/external-data.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';

/** Int8 weights and activations. docs/decoder-graph.md has their effect on quality and speed. */
export const convertedForm = 'w8a8' satisfies MatrixFormId;
/** Raise the number with every change of the converted files, so that stored conversions are not reused. */
export const conversionName = `${convertedForm}-1`;
/** Maximum number of positions in the rotary tables: for the 131,072 of some models, they would take 64 MB. */
export const maxContext = 32_768;

const graphName = 'model.onnx';
const dataName = 'model.onnx_data';

/** Finds the model's entry file if it is a GGUF file, otherwise `null`. */
export async function findGgufEntry({ files, entry }: ModelFiles): Promise<ByteSource | null> {
  const bytes = files.get(entry);
  if (!bytes) return null;
  const source = bytes instanceof Uint8Array ? toByteSource(bytes) : bytes;
  return hasGgufMagic(new Uint8Array(await source.slice(0, 4).arrayBuffer())) ? source : null;
}

/**
 * Converts a GGUF model to a language model in ONNX, with weights in {@link convertedForm}. Weights are converted
 * tensor by tensor and moved to a Blob, outside this worker's heap.
 * @throws AppError model-unsupported | model-corrupt
 */
export async function convertGguf(
  model: ModelFiles,
  source: ByteSource,
  onProgress: (fraction: number) => void = () => {},
): Promise<ModelFiles> {
  const shards = [...model.files.keys()].filter((name) => detectEntryFile([name])?.format === 'gguf');
  if (shards.length > 1) throw new AppError('model-unsupported', { model: model.id, reason: 'split-not-converted' });
  const { config, weights } = await readGgufDecoder(source);
  const texts = Object.entries(await convertGgufTokenizer(source));
  const graph = await buildDecoderGraph(config, weights, { form: convertedForm, maxContext });
  const split = moveToExternalData(graph, dataName);
  return {
    id: model.id,
    entry: graphName,
    files: new Map<string, Uint8Array<ArrayBuffer> | ByteSource>([
      [graphName, await readParts(encodeOnnx(split.model))],
      [dataName, await toBlob(split.data, onProgress)],
      ...texts.map(([name, json]) => [name, new TextEncoder().encode(JSON.stringify(json))] as const),
    ]),
  };
}

/** Reads chunk by chunk, so that the weights are never all in this worker's heap. */
async function toBlob(parts: FileParts, onProgress: (fraction: number) => void): Promise<Blob> {
  const chunks: Blob[] = [];
  let readBytes = 0;
  for await (const chunk of readChunks(parts)) {
    chunks.push(new Blob([chunk.slice()]));
    onProgress((readBytes += chunk.length) / sumPartSizes(parts));
  }
  return new Blob(chunks);
}
