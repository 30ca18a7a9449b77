import type { ByteSource } from '#core/model/model.ts';

/** Presents several sources as one, in order. */
export class JoinedSource implements ByteSource {
  readonly size: number;
  readonly #parts: readonly ByteSource[];

  constructor(parts: readonly ByteSource[]) {
    this.#parts = parts;
    this.size = parts.reduce((sum, { size }) => sum + size, 0);
  }

  slice(start = 0, end = this.size): ByteSource {
    let partStart = 0;
    const slices = this.#parts.flatMap((part) => {
      const [from, to] = [Math.max(0, start - partStart), Math.min(part.size, end - partStart)];
      partStart += part.size;
      return from < to ? [part.slice(from, to)] : [];
    });
    return new JoinedSource(slices);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const bytes = new Uint8Array(this.size);
    let offset = 0;
    for (const part of this.#parts) {
      bytes.set(new Uint8Array(await part.arrayBuffer()), offset);
      offset += part.size;
    }
    return bytes.buffer;
  }
}
