/**
 * Times of llama.cpp's matrix products for weights of one type, in a model with little other work
 * (`device/text-kernels.ts`).
 */
export interface MeasuredKernel {
  /** ggml's name of the weight type. */
  readonly type: string;
  readonly threads: number;
  /** Milliseconds per token of a prompt, and the number of weights per token. */
  readonly promptMs: number;
  readonly promptWeights: number;
  /** Milliseconds per generated token, and the number of weights per token. */
  readonly generationMs: number;
  readonly generationWeights: number;
}

/** The measurements of this device that a recommendation needs. A value is `null` if not measured or not available. */
export interface DeviceProfile {
  /**
   * Set if other work on this device disturbed the measurement of its speeds, also when it was repeated: no
   * recommendation of a device or of threads is based on them.
   */
  readonly isDisturbed?: boolean;
  /** wasm threads that a run can use. */
  readonly threads: number;
  /** float32 matrix products in the engine's wasm, GFLOP/s, on one thread and on all. */
  readonly gflopsOneThread: number | null;
  readonly gflopsThreads: number | null;
  readonly gpu: {
    readonly gflops: number | null;
    /** Whether the adapter offers 16-bit arithmetic (`shader-f16`), measured or not. */
    readonly hasHalf: boolean;
    /** A GPU that is emulated on the processor. */
    readonly software: boolean;
    /** Milliseconds from submitting an empty GPU program to its end. */
    readonly dispatchMs: number | null;
  } | null;
  /** Memory copies by one thread, bytes read and written per second. */
  readonly copyBytesPerS: number | null;
  /** Kernels by weight type and threads, as far as models have needed them; absent if none. */
  readonly textKernels?: readonly MeasuredKernel[];
  /**
   * Bytes to which a wasm memory could grow in a separate worker; on phones a published budget
   * (`device/memory-budget.ts`).
   */
  readonly heapBytes: number | null;
  /** Bytes that could be allocated on the GPU; on phones a published budget. */
  readonly gpuBytes: number | null;
}
