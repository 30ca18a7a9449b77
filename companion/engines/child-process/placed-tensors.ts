import type { Tensors } from '#core/engine/tensor.ts';
import { readTensorData, encodeTensorData } from '#protocol/tensor-data.ts';
import type { PlacedTensor } from './child-messages.ts';
import type { SharedMemory } from './shared-memory.ts';

/** The alignment of every tensor in the shared memory, in bytes: a cache line, which engines prefer. */
const alignment = 64;

/** Allocates consecutive parts of a shared memory. */
export class Placement {
  readonly #memory: SharedMemory;
  #end: number;

  /** @param start the offset of the first free byte */
  constructor(memory: SharedMemory, start: number) {
    this.#memory = memory;
    this.#end = start;
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
      const offset = this.#memory.findOffset(bytes) ?? this.#copy(bytes);
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
 * Reads placed tensors as views of the memory.
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
