/**
 * Times of llama.cpp's matrix products for one weight type, measured in a model that consists almost only of them
 * (`device/text-kernels.ts`).
 */
export interface MeasuredKernel {
  /** ggml's name of the weight type. */
  readonly type: string;
  /** Number of wasm threads with which it was measured. */
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
   * Whether other work on this device disturbed the speed measurements, even when they were repeated. Disturbed speeds
   * are not used for recommendations.
   */
  readonly isDisturbed?: boolean;
  /** Number of wasm threads that a run can use. */
  readonly threads: number;
  /** Speed of float32 matrix products in the engine's wasm, in GFLOP/s, on one thread and on all threads. */
  readonly gflopsOneThread: number | null;
  readonly gflopsThreads: number | null;
  /** `null` without WebGPU. */
  readonly gpu: {
    /** Speed of float32 matrix products on the GPU, in GFLOP/s. */
    readonly gflops: number | null;
    /** Whether the adapter offers 16-bit arithmetic (`shader-f16`), measured or not. */
    readonly hasHalf: boolean;
    /** Whether the GPU is emulated on the CPU. */
    readonly software: boolean;
    /** Milliseconds from submitting an empty GPU program to its end. */
    readonly dispatchMs: number | null;
  } | null;
  /** Memory copies by one thread, bytes read and written per second. */
  readonly copyBytesPerS: number | null;
  /** Kernels by weight type and threads, for the types of the models used so far; absent if none. */
  readonly textKernels?: readonly MeasuredKernel[];
  /**
   * Size to which a wasm memory could grow in a separate worker; on phones, a published budget
   * (`device/memory-budget.ts`).
   */
  readonly heapBytes: number | null;
  /** Memory that could be allocated on the GPU; on phones, a published budget. */
  readonly gpuBytes: number | null;
}
