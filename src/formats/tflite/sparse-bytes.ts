import { AppError } from '#core/error.ts';
import type { ByteSource } from '#core/model.ts';

const pageBytes = 131_072;
const mostPages = 512;
/** A real header takes some hundred thousand reads; a bomb that points at the same table again and again takes more. */
const mostReads = 10_000_000;

class MissingPage extends Error {
  readonly page: number;
  constructor(page: number) {
    super('missing page');
    this.page = page;
  }
}

/**
 * Random access to the pages of a source that were fetched so far. A FlatBuffer scatters its tables between the
 * weights; reading it by synchronous code, started over when a page is missing, fetches only the pages it touches.
 * Little-endian, every read checked against the file's end.
 */
export class SparseBytes {
  readonly size: number;
  #pages = new Map<number, DataView>();
  #reads = 0;

  constructor(size: number) {
    this.size = size;
  }

  add(page: number, bytes: ArrayBuffer): void {
    this.#pages.set(page, new DataView(bytes));
  }

  get pages(): number {
    return this.#pages.size;
  }

  u8(at: number): number {
    if (!(at >= 0 && at < this.size)) fail(at, 'an offset points outside the file');
    if (++this.#reads > mostReads) fail(at, 'tables that refer to each other without end');
    const page = Math.floor(at / pageBytes);
    const view = this.#pages.get(page);
    if (!view) throw new MissingPage(page);
    return view.getUint8(at - page * pageBytes);
  }

  i8 = (at: number): number => (this.u8(at) << 24) >> 24;
  u16 = (at: number): number => this.u8(at) | (this.u8(at + 1) << 8);
  u32 = (at: number): number => (this.u16(at) | (this.u16(at + 2) << 16)) >>> 0;
  i32 = (at: number): number => this.u32(at) | 0;

  text(at: number, length: number): string {
    const bytes = Uint8Array.from({ length: Math.min(length, 4096) }, (_, index) => this.u8(at + index));
    return new TextDecoder().decode(bytes);
  }
}

/**
 * Runs `parse` until every page it touches is there. `parse` must be free of side effects.
 * @throws AppError model-corrupt
 */
export async function parseSparse<T>(source: ByteSource, parse: (bytes: SparseBytes) => T): Promise<T> {
  const bytes = new SparseBytes(source.size);
  for (;;) {
    try {
      return parse(bytes);
    } catch (error) {
      if (!(error instanceof MissingPage)) throw error;
      if (bytes.pages >= mostPages) fail(error.page * pageBytes, 'a header of more than 64 MiB');
      const start = error.page * pageBytes;
      bytes.add(error.page, await source.slice(start, Math.min(source.size, start + pageBytes)).arrayBuffer());
    }
  }
}

function fail(offset: number, why: string): never {
  throw new AppError('model-corrupt', { format: 'tflite', offset, why });
}
