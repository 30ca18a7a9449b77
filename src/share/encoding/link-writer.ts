const utf8 = new TextEncoder();

/** Writes bytes sequentially. */
export class LinkWriter {
  readonly #bytes: number[] = [];

  writeByte(value: number): void {
    this.#bytes.push(value & 0xff);
  }

  writeBytes(values: Iterable<number>): void {
    for (const value of values) this.writeByte(value);
  }

  /**
   * Writes LEB128: 7 bits per byte, lowest first.
   * @param value an integer from 0 to 2^53 - 1
   */
  writeVarint(value: number): void {
    let remainingBits = value;
    for (; remainingBits >= 0x80; remainingBits = Math.floor(remainingBits / 0x80))
      this.writeByte((remainingBits % 0x80) | 0x80);
    this.writeByte(remainingBits);
  }

  /** Writes an IEEE 754 double, little-endian, so values are exact. */
  writeFloat(value: number): void {
    this.writeBytes(new Uint8Array(Float64Array.of(value).buffer));
  }

  /** Writes UTF-8 after its length in bytes. */
  writeText(value: string): void {
    const encoded = utf8.encode(value);
    this.writeVarint(encoded.length);
    this.writeBytes(encoded);
  }

  finish(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#bytes);
  }
}
