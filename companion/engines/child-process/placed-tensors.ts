import type { Tensors } from '#core/engine/tensor.ts';
import { readTensorData, encodeTensorData } from '#protocol/tensor-data.ts';
import type { PlacedTensor } from './child-messages.ts';
import type { SharedMemory } from './shared-memory.ts';

/** Alignment in bytes of every tensor in the shared memory: the length of a cache line, which engines prefer. */
const alignment = 64;

/** Allocates consecutive parts of a shared memory. */
export class Placement {
  readonly #memory: SharedMemory;
  #end: number;

  /** @param from the first free byte */
  constructor(memory: SharedMemory, from: number) {
    this.#memory = memory;
    this.#end = from;
  }

  get end(): number {
    return this.#end;
  }

  /** @throws AppError out-of-memory */
  allocate(byteLength: number): Uint8Array<ArrayBuffer> {
    const offset = Math.ceil(this.#end / alignment) * alignment;
    this.#memory.reserve(offset + byteLength);
    this.#end = offset + byteLength;
    return this.#memory.bytes.subarray(offset, this.#end);
  }

  /** Copies tensors into the memory, unless they are already in an allocated part. */
  place(tensors: Tensors): readonly PlacedTensor[] {
    return Object.entries(tensors).map(([name, tensor]) => {
      const { dtype, shape } = tensor;
      const bytes = encodeTensorData(tensor);
      const offset = this.#memory.sharedOffset(bytes) ?? this.#copy(bytes);
      const placed = { name, dtype, shape, at: offset };
      return dtype === 'string' ? Object.assign(placed, { byteLength: bytes.length }) : placed;
    });
  }

  #copy(bytes: Uint8Array<ArrayBuffer>): number {
    const copy = this.allocate(bytes.length);
    copy.set(bytes);
    return this.#end - bytes.length;
  }
}

/**
 * Placed tensors, as views of the memory.
 * @throws AppError message-invalid if the memory does not contain them
 */
export function placedTensors(memory: SharedMemory, placed: readonly PlacedTensor[]): Tensors {
  return Object.fromEntries(
    placed.map(({ at, ...header }) => [
      header.name,
      readTensorData({ ...header, shape: [...header.shape] }, memory.bytes, at).tensor,
    ]),
  );
}
