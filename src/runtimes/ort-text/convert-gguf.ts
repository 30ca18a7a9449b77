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

/** Int8 weights and activations; what that costs is in docs/decoder-graph.md. */
export const convertedForm = 'w8a8' satisfies MatrixFormId;
/** Change it with anything that changes the converted files: those stored before are then not used any more. */
export const conversionName = `${convertedForm}-1`;
/** Positions in the rotary tables, at most: 64 MB would be those of a model trained on 131,072 tokens. */
export const maxContext = 32_768;

const graphName = 'model.onnx';
const dataName = 'model.onnx_data';

/** The bytes of the model's entry if it is a GGUF file, otherwise `null`. */
export async function findGgufEntry({ files, entry }: ModelFiles): Promise<ByteSource | null> {
  const bytes = files.get(entry);
  if (!bytes) return null;
  const source = bytes instanceof Uint8Array ? toByteSource(bytes) : bytes;
  return hasGgufMagic(new Uint8Array(await source.slice(0, 4).arrayBuffer())) ? source : null;
}

/**
 * A GGUF model as a language model in ONNX, with weights in {@link convertedForm}. They are computed tensor by tensor,
 * and put where the browser has the bytes of Blobs.
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

/** Chunk by chunk, so that they are never all in this worker's memory. */
async function toBlob(parts: FileParts, onProgress: (fraction: number) => void): Promise<Blob> {
  const chunks: Blob[] = [];
  let done = 0;
  for await (const chunk of readChunks(parts)) {
    chunks.push(new Blob([chunk.slice()]));
    onProgress((done += chunk.length) / sumPartSizes(parts));
  }
  return new Blob(chunks);
}
