import { AppError } from '#core/errors/error.ts';
import type { ByteSource } from '#core/model/model.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readParts, sumPartSizes, type FileParts } from '#formats/file-parts.ts';
import { readTensors } from '#formats/safetensors/read-safetensors-header.ts';
import { listOtherShards } from '#formats/shards.ts';

/**
 * The shards of a model in safetensors as one file, whose values are read from the shards.
 * @param name of the first shard, such as `model-00001-of-00002.safetensors`, or of a file that is whole
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
  const pieces: ByteSource[] = [];
  let offset = 0;
  for (const shard of [source, ...otherFiles]) {
    const { tensors } = await readTensors(shard);
    const first = Math.min(...tensors.map(({ start }) => start));
    for (const { name: tensor, dtype, shape, start, bytes } of tensors) {
      const from = offset + start - first;
      header[tensor] = { dtype, shape, data_offsets: [from, from + bytes] };
    }
    if (tensors.length === 0) continue;
    pieces.push(shard.slice(first, shard.size));
    offset += shard.size - first;
  }
  return joinSources([createHeaderSource(header), ...pieces]);
}

/** The length and the JSON with which a safetensors file begins. */
function createHeaderSource(header: object): ByteSource {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return toByteSource(bytes);
}

/** The parts of a file as one source. */
export function joinSources(parts: FileParts): ByteSource {
  return new JoinedSource(
    parts.map((part) => (part instanceof Uint8Array ? toByteSource(part as Uint8Array<ArrayBuffer>) : part)),
  );
}

/** Sources one after the other. */
class JoinedSource implements ByteSource {
  readonly #pieces: readonly ByteSource[];
  readonly size: number;

  constructor(pieces: readonly ByteSource[]) {
    this.#pieces = pieces;
    this.size = sumPartSizes(pieces);
  }

  slice(start = 0, end = this.size): ByteSource {
    const parts: ByteSource[] = [];
    let first = 0;
    for (const piece of this.#pieces) {
      const [from, to] = [Math.max(start - first, 0), Math.min(end - first, piece.size)];
      if (from < to) parts.push(piece.slice(from, to));
      first += piece.size;
    }
    return parts.length === 1 ? parts[0]! : new JoinedSource(parts);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await readParts(this.#pieces)).buffer;
  }
}
