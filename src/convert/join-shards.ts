import { AppError } from '#core/errors/error.ts';
import type { ByteSource } from '#core/model/model.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readParts, sumPartSizes, type FileParts } from '#formats/file-parts.ts';
import { readTensors } from '#formats/safetensors/read-safetensors-header.ts';
import { listOtherShards } from '#formats/shards.ts';

/**
 * Presents the shards of a safetensors model as one file. Values are read from the shards on demand.
 * @param name the name of a shard, such as `model-00001-of-00002.safetensors`, or of an unsharded file
 * @param siblings the other files of the model, by name without folders
 * @throws AppError model-corrupt, also if a shard is missing
 */
export async function joinShards(
  name: string,
  source: ByteSource,
  siblings: ReadonlyMap<string, ByteSource>,
): Promise<ByteSource> {
  const otherFiles = listOtherShards(name, 'safetensors', siblings).map((shard) => {
    const sibling = siblings.get(shard.name);
    if (sibling) return sibling;
    throw new AppError('model-corrupt', { format: 'safetensors', reason: 'file-missing', file: shard.name });
  });
  if (otherFiles.length === 0) return source;
  const header: Record<string, object> = {};
  const dataSources: ByteSource[] = [];
  let offset = 0;
  for (const shard of [source, ...otherFiles]) {
    const { tensors } = await readTensors(shard);
    const first = Math.min(...tensors.map(({ start }) => start));
    for (const { name: tensor, dtype, shape, start, bytes } of tensors) {
      const from = offset + start - first;
      header[tensor] = { dtype, shape, data_offsets: [from, from + bytes] };
    }
    if (tensors.length === 0) continue;
    dataSources.push(shard.slice(first, shard.size));
    offset += shard.size - first;
  }
  return joinSources([createHeaderSource(header), ...dataSources]);
}

/** Encodes the header of a safetensors file: its length and JSON. */
function createHeaderSource(header: object): ByteSource {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return toByteSource(bytes);
}

/** Returns the parts of a file as one source. */
export function joinSources(parts: FileParts): ByteSource {
  return new JoinedSource(
    parts.map((part) => (part instanceof Uint8Array ? toByteSource(part as Uint8Array<ArrayBuffer>) : part)),
  );
}

/** A concatenation of sources. */
class JoinedSource implements ByteSource {
  readonly #sources: readonly ByteSource[];
  readonly size: number;

  constructor(sources: readonly ByteSource[]) {
    this.#sources = sources;
    this.size = sumPartSizes(sources);
  }

  slice(start = 0, end = this.size): ByteSource {
    const parts: ByteSource[] = [];
    let first = 0;
    for (const source of this.#sources) {
      const [from, to] = [Math.max(start - first, 0), Math.min(end - first, source.size)];
      if (from < to) parts.push(source.slice(from, to));
      first += source.size;
    }
    return parts.length === 1 ? parts[0]! : new JoinedSource(parts);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await readParts(this.#sources)).buffer;
  }
}
