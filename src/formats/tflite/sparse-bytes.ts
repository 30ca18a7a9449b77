import type { FormatFault } from '#core/errors/format-fault.ts';
import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { ByteSource } from '#core/model/model.ts';
import { maxTextLength } from '../format.ts';

const pageBytes = 131_072;
/** The maximum number of pages of a header, 64 MiB in total. */
const maxPages = 512;
/**
 * The maximum number of reads per parsing attempt, and in total. The limits bound the memory and time for malicious
 * files, which may reference one table repeatedly. A graph of 20,000 tensors takes a million reads.
 */
const maxReads = 4_000_000;
const maxTotalReads = 20_000_000;

class MissingPage extends Error {
  readonly page: number;
  constructor(page: number) {
    super('missing page');
    this.page = page;
  }
}

/**
 * Random access to the pages of a source fetched so far. A FlatBuffer scatters its tables between the weights;
 * synchronous parsing, restarted when a page is missing, fetches only the pages it needs. Reads are little-endian
 * and checked against the end of the file.
 */
export class SparseBytes {
  readonly size: number;
  #pages = new Map<number, DataView>();
  #reads = 0;
  #earlierReads = 0;

  constructor(size: number) {
    this.size = size;
  }

  /** Adds a missing page before parsing is restarted. */
  add(page: number, bytes: ArrayBuffer): void {
    this.#pages.set(page, new DataView(bytes));
    this.#earlierReads += this.#reads;
    this.#reads = 0;
  }

  get pages(): number {
    return this.#pages.size;
  }

  u8 = (address: number): number => this.#requirePage(address, 1).getUint8(address % pageBytes);
  i8 = (address: number): number => this.#requirePage(address, 1).getInt8(address % pageBytes);
  u16 = (address: number): number =>
    isWithinPage(address, 2)
      ? this.#requirePage(address, 2).getUint16(address % pageBytes, true)
      : this.#readAcrossPages(address, 2);
  u32 = (address: number): number =>
    isWithinPage(address, 4)
      ? this.#requirePage(address, 4).getUint32(address % pageBytes, true)
      : this.#readAcrossPages(address, 4);
  i32 = (address: number): number => this.u32(address) | 0;

  /** Reads at most {@link maxTextLength} bytes, as UTF-8. */
  text(address: number, length: number): string {
    const bytes = new Uint8Array(Math.min(length, maxTextLength));
    for (let index = 0; index < bytes.length; index++) bytes[index] = this.u8(address + index);
    return new TextDecoder().decode(bytes);
  }

  /** Reads a number that spans two pages. */
  #readAcrossPages(address: number, count: number): number {
    let value = 0;
    for (let index = count - 1; index >= 0; index--) value = value * 256 + this.u8(address + index);
    return value;
  }

  #requirePage(address: number, count: number): DataView {
    if (!(address >= 0 && address + count <= this.size)) fail(address, { reason: 'offset-outside-file' });
    if (++this.#reads > Math.min(maxReads, maxTotalReads - this.#earlierReads)) {
      fail(address, { reason: 'tables-without-end' });
    }
    const page = Math.floor(address / pageBytes);
    const view = this.#pages.get(page);
    if (!view) throw new MissingPage(page);
    return view;
  }
}

const isWithinPage = (offset: number, count: number): boolean => (offset % pageBytes) + count <= pageBytes;

/**
 * Reruns `parse` until every page it needs has been fetched. `parse` must have no side effects.
 * @throws AppError model-corrupt
 */
export async function parseSparse<T>(source: ByteSource, parse: (bytes: SparseBytes) => T): Promise<T> {
  const bytes = new SparseBytes(source.size);
  for (;;) {
    try {
      return parse(bytes);
    } catch (error) {
      if (!(error instanceof MissingPage)) throw error;
      if (bytes.pages >= maxPages) {
        fail(error.page * pageBytes, { reason: 'header-too-large', maxBytes: maxPages * pageBytes });
      }
      const start = error.page * pageBytes;
      bytes.add(error.page, await source.slice(start, Math.min(source.size, start + pageBytes)).arrayBuffer());
    }
  }
}

function fail(offset: number, fault: FormatFault): never {
  throw createCorruptModelError('tflite', fault, offset);
}
