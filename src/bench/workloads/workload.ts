import type { WorkloadId } from '#core/model/model.ts';
import type { Tensors } from '#core/engine/tensor.ts';

/** One set of inputs of a workload, measured separately. */
export interface WorkloadCell {
  readonly name: string;
  /** New tensors at every call, always with the same values. The caller owns them. */
  createInputs(): Tensors;
}

/**
 * A real architecture with seeded weights, built at run time: it costs an engine the same as with trained weights, and
 * nothing has to be downloaded. Bytes and inputs are bit-identical on every machine.
 */
export interface Workload {
  readonly id: WorkloadId;
  /** Builds the ONNX file. Takes up to about a second and twice its size in memory: call it in a worker. */
  build(): Uint8Array<ArrayBuffer>;
  readonly cells: readonly WorkloadCell[];
}
