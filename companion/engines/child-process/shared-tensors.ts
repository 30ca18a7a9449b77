import type { Tensors } from '#core/engine/tensor.ts';
import { readTensorData, encodeTensorData } from '#protocol/tensor-data.ts';
import type { SharedTensor } from './child-messages.ts';
import type { SharedMemory } from './shared-memory.ts';

/** The alignment of tensors in bytes: a cache line, which engines prefer. */
const alignmentBytes = 64;

/** Allocates consecutive regions of a shared memory, which are never freed individually. */
export class BumpAllocator {
  readonly #memory: SharedMemory;
  #end: number;

  /** @param start the offset of the first free byte */
  constructor(memory: SharedMemory, start: number) {
    this.#memory = memory;
    this.#end = start;
  }

  /** The offset of the first free byte. */
  get end(): number {
    return this.#end;
  }

  /**
   * Allocates an aligned region.
   * @throws AppError out-of-memory
   */
  allocate(byteLength: number): Uint8Array<ArrayBuffer> {
    const offset = Math.ceil(this.#end / alignmentBytes) * alignmentBytes;
    this.#memory.reserve(offset + byteLength);
    this.#end = offset + byteLength;
    return this.#memory.bytes.subarray(offset, this.#end);
  }

  /** Copies tensors into the memory, except those that are already there. */
  store(tensors: Tensors): readonly SharedTensor[] {
    return Object.entries(tensors).map(([name, tensor]) => {
      const { dtype, shape } = tensor;
      const bytes = encodeTensorData(tensor);
      const offset = this.#memory.findOffset(bytes) ?? this.#copy(bytes);
      const shared = { name, dtype, shape, offset };
      return dtype === 'string' ? Object.assign(shared, { byteLength: bytes.length }) : shared;
    });
  }

  #copy(bytes: Uint8Array<ArrayBuffer>): number {
    const copy = this.allocate(bytes.length);
    copy.set(bytes);
    return this.#end - bytes.length;
  }
}

/**
 * Reads tensors as views of the shared memory.
 * @throws AppError message-invalid if the memory does not contain them
 */
export function readSharedTensors(memory: SharedMemory, sharedTensors: readonly SharedTensor[]): Tensors {
  return Object.fromEntries(
    sharedTensors.map(({ offset, ...header }) => [
      header.name,
      readTensorData({ ...header, shape: [...header.shape] }, memory.bytes, offset).tensor,
    ]),
  );
}
