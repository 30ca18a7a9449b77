import type { ModelFacts } from '#core/model/model-facts.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';

interface Header {
  readonly facts: ModelFacts;
  /** The model's files by name. */
  readonly sources: ReadonlyMap<string, ByteSource>;
}

/**
 * Reads the header of an opened model; `null` if that fails, since a measurement is valid without it.
 * @param sizes the sizes of free dimensions
 */
export async function readHeader({ entry, files }: ModelFiles, sizes: Dimensions = {}): Promise<Header | null> {
  const sources = new Map(
    [...files].map(([name, bytes]) => [name, bytes instanceof Uint8Array ? toByteSource(bytes) : bytes]),
  );
  const source = sources.get(entry);
  const facts = source && (await readFacts(source, entry, sources, () => sizes).catch(() => null));
  return facts ? { facts, sources } : null;
}
