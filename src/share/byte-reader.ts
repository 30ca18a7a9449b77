import { AppError } from '#core/error.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What text in a link may not hold: control characters, and those that reorder or hide what is shown. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Reads what `ByteWriter` wrote and trusts none of it. Every method @throws AppError link-invalid */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    return this.bytes(1)[0] ?? 0;
  }

  bytes(count: number): Uint8Array {
    if (count > this.left) throw invalid('its contents end too early');
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  varint(most: number): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (value > most) throw invalid(`a number in it is ${value}, above ${most}`);
      if (byte < 0x80) {
        if (byte === 0 && scale > 1) throw invalid('a number in it is written with too many bytes');
        return value;
      }
    }
  }

  /** A finite double. */
  float(): number {
    const value = new DataView(this.bytes(8).slice().buffer).getFloat64(0, true);
    if (!Number.isFinite(value)) throw invalid(`a figure in it is ${value}`);
    return value;
  }

  text(maxBytes: number): string {
    const encoded = this.bytes(this.varint(maxBytes));
    let text: string;
    try {
      text = utf8.decode(encoded);
    } catch (thrown) {
      throw new AppError('link-invalid', { why: 'a text in it is not UTF-8' }, { cause: thrown });
    }
    if (unprintable.test(text)) throw invalid('a text in it holds characters that cannot be shown');
    return text;
  }
}

export function invalid(why: string): AppError {
  return new AppError('link-invalid', { why });
}
