import type { FormatId, ModelFacts } from '#core/model-facts.ts';
import type { ByteSource } from '#core/model.ts';

/** Other files that came with the model, by name relative to its folder. */
export type Siblings = ReadonlyMap<string, ByteSource>;

/** A file format that we can read from its header. One folder in `src/formats`, one line in its index. */
export interface Format {
  readonly id: FormatId;
  /**
   * Is this file of the format? By content; `name` (without folders) only where the content leaves a choice.
   * @param head the first `headBytes` of the file, fewer if it is shorter
   */
  matches(head: Uint8Array<ArrayBuffer>, name: string): boolean;
  /**
   * Reads the header in few, bounded slices (each may be a network request), never the weights.
   * @throws AppError model-corrupt | model-unsupported
   */
  readFacts(source: ByteSource, name: string, siblings?: Siblings): Promise<ModelFacts>;
}

/** Bytes of a file that `matches` may look at. */
export const headBytes = 65_536;

/** Characters of a metadata value that are part of the facts; chosen. */
export const maxTextLength = 4096;
