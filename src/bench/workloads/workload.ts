import type { WorkloadId } from '#core/model/model.ts';
import type { Tensors } from '#core/engine/tensor.ts';

/** A set of inputs of a workload that is measured separately. */
export interface WorkloadCell {
  readonly name: string;
  /** Creates new tensors with constant values, which the caller owns. */
  createInputs(): Tensors;
}

/**
 * A published architecture with seeded weights, built at run time: its cost equals that of trained weights, and no
 * download is needed. Bytes and inputs are bit-identical on all machines.
 */
export interface Workload {
  readonly id: WorkloadId;
  /** Builds the ONNX file. Takes up to about a second and twice its size in memory: call it in a worker. */
  build(): Uint8Array<ArrayBuffer>;
  readonly cells: readonly WorkloadCell[];
}
