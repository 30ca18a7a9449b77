import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Characters that texts in links must not contain: control characters, and those that reorder or hide displayed text.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * Reads and validates the output of `LinkWriter`. Every method throws `link-invalid`.
 */
export class LinkReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  readByte(): number {
    return this.readBytes(1)[0] ?? 0;
  }

  readBytes(count: number): Uint8Array {
    if (count > this.remaining) throw createInvalidLinkError({ reason: 'report-ends-early' });
    this.#offset += count;
    return this.#bytes.subarray(this.#offset - count, this.#offset);
  }

  readVarint(max: number): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.readByte();
      value += (byte & 0x7f) * scale;
      if (value > max) throw createInvalidLinkError({ reason: 'report-number', value, min: 0, max });
      if (byte < 0x80) {
        if (byte === 0 && scale > 1) throw createInvalidLinkError({ reason: 'report-number-form' });
        return value;
      }
    }
  }

  /** Reads a finite double of at least `min`. */
  readFloat(min: number): number {
    const value = new DataView(this.readBytes(8).slice().buffer).getFloat64(0, true);
    if (!(Number.isFinite(value) && value >= min)) throw createInvalidLinkError({ reason: 'report-value', value, min });
    return value;
  }

  readText(maxBytes: number): string {
    const encoded = this.readBytes(this.readVarint(maxBytes));
    let text: string;
    try {
      text = utf8.decode(encoded);
    } catch (thrown) {
      throw createInvalidLinkError({ reason: 'report-text-encoding' }, { cause: thrown });
    }
    if (unprintable.test(text)) throw createInvalidLinkError({ reason: 'report-text-characters' });
    return text;
  }
}
