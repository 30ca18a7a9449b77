import { closeSync, existsSync, fstatSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koffi from 'koffi';
import { AppError } from '#core/errors/error.ts';
import { readBytes, type Pointer } from '../ffi/memory.ts';

/** Constants of mmap(2): PROT_READ | PROT_WRITE, MAP_SHARED and MAP_FAILED. */
const protReadWrite = 3;
const mapShared = 1;
const mapFailed = BigInt.asUintN(64, -1n);

/** The memory grows in multiples of this size, which is a multiple of the page size on every platform. */
const stepBytes = 1024 * 1024;

/** Memory shared by two processes, which both map the same unnamed file. It grows but never shrinks. */
export class SharedMemory {
  readonly descriptor: number;
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array();
  /** The addresses of all mappings, by their buffers. */
  readonly #mappings = new Map<ArrayBuffer, Pointer>();

  /** @param descriptor the descriptor of the open file, whose contents `map` then maps */
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

  /** A view of the whole memory, in bytes. Earlier views stay valid when the memory grows. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }

  /** Finds the offset of bytes in this memory; `null` if they are not in it. */
  findOffset({ buffer, byteOffset }: Uint8Array<ArrayBuffer>): number | null {
    return this.#mappings.has(buffer) ? byteOffset : null;
  }

  /** Maps the file again if the other process has extended it. */
  map(): void {
    const { size } = fstatSync(this.descriptor);
    if (size === this.#bytes.length) return;
    const address = loadSystemCalls().mmap(null, size, protReadWrite, mapShared, this.descriptor, 0) as Pointer;
    if (address === mapFailed) throw new AppError('out-of-memory', { why: `mmap of ${size} bytes failed` });
    this.#bytes = readBytes(address, size); // the previous mapping stays valid for its views
    this.#mappings.set(this.#bytes.buffer, address);
  }

  /**
   * Grows the memory to at least this length.
   * @throws AppError out-of-memory if there is not enough space
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

  /** Unmaps the memory in this process. Its views must no longer be used. */
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
