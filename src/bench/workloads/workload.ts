import type { WorkloadId } from '#core/model.ts';
import type { Tensors } from '#core/tensor.ts';

/** One set of inputs of a workload that is measured by itself. */
export interface WorkloadCell {
  readonly name: string;
  /** Made afresh at every call, always the same values; the caller's. */
  inputs(): Tensors;
}

/**
 * A real architecture with seeded weights, built on the spot: what an engine does with it costs the same as with trained
 * weights, and nothing has to be fetched. Bytes and inputs are bit-identical on every machine.
 */
export interface Workload {
  readonly id: WorkloadId;
  /** The ONNX file. Takes up to about a second and twice its size in memory: call it in a worker. The caller's. */
  build(): Uint8Array<ArrayBuffer>;
  readonly cells: readonly WorkloadCell[];
}
