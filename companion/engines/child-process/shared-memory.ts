import { closeSync, existsSync, fstatSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koffi from 'koffi';
import { AppError } from '#core/errors/error.ts';
import { readBytes, type Pointer } from '../ffi/memory.ts';

/** mmap(2): PROT_READ | PROT_WRITE, MAP_SHARED, and its result if it fails. */
const readWrite = 3;
const shared = 1;
const failed = BigInt.asUintN(64, -1n);

/** The memory grows in steps of this size, a multiple of the page size on every platform. */
const stepBytes = 1024 * 1024;

/** Memory that two processes map: an unnamed file that both have open. It grows but never shrinks. */
export class SharedMemory {
  readonly descriptor: number;
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array();
  /** Addresses of all mappings, by their views. */
  readonly #mappings = new Map<ArrayBuffer, Pointer>();

  /** @param descriptor the descriptor of the open file; `map` maps its existing contents */
  constructor(descriptor: number) {
    this.descriptor = descriptor;
  }

  /**
   * Creates the memory in a new file that only this user can read, and unlinks the file at once. On Linux, the file is in
   * `/dev/shm`, which is in memory.
   * @throws the error of the file system
   */
  static create(): SharedMemory {
    const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'assay-'));
    try {
      return new SharedMemory(openSync(join(folder, 'tensors'), 'wx+', 0o600));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  get byteLength(): number {
    return this.#bytes.length;
  }

  /** A view of the whole memory. Earlier views stay valid when the memory grows. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }

  /** Finds the offset of bytes in the memory; `null` if they are elsewhere. */
  findOffset({ buffer, byteOffset }: Uint8Array<ArrayBuffer>): number | null {
    return this.#mappings.has(buffer) ? byteOffset : null;
  }

  /** Maps the part that the other process has added to the file. */
  map(): void {
    const { size } = fstatSync(this.descriptor);
    if (size === this.#bytes.length) return;
    const address = loadSystemCalls().mmap(null, size, readWrite, shared, this.descriptor, 0) as Pointer;
    if (address === failed) throw new AppError('out-of-memory', { why: `mmap of ${size} bytes failed` });
    this.#bytes = readBytes(address, size); // the former mapping stays, for its views
    this.#mappings.set(this.#bytes.buffer, address);
  }

  /**
   * Extends the memory to at least this length.
   * @throws AppError out-of-memory if there is no space for it
   */
  reserve(byteLength: number): void {
    const size = this.#bytes.length;
    if (byteLength <= size) return;
    const newSize = Math.ceil(Math.max(byteLength, 2 * size) / stepBytes) * stepBytes;
    try {
      // Writing allocates the space now. Otherwise, a full disk would end the process with SIGBUS at the first use of a
      // page.
      const zeros = new Uint8Array(stepBytes);
      for (let offset = size; offset < newSize; offset += stepBytes)
        writeSync(this.descriptor, zeros, 0, stepBytes, offset);
    } catch (thrown) {
      throw new AppError('out-of-memory', { why: String(thrown) }, { cause: thrown });
    }
    this.map();
  }

  /** Frees the memory in this process. Its views must no longer be used. */
  close(): void {
    closeSync(this.descriptor);
    this.#bytes = new Uint8Array();
    for (const [{ byteLength }, address] of this.#mappings) loadSystemCalls().munmap(address, byteLength);
    this.#mappings.clear();
  }
}

type SystemCalls = Readonly<Record<'mmap' | 'munmap', ReturnType<ReturnType<typeof koffi.load>['func']>>>;
let calls: SystemCalls | undefined;

function loadSystemCalls(): SystemCalls {
  if (calls) return calls;
  const library = koffi.load(null);
  return (calls = {
    mmap: library.func('void *mmap(void *, size_t, int, int, int, int64)'),
    munmap: library.func('int munmap(void *, size_t)'),
  });
}
