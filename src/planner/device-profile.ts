/** What llama.cpp's matrix products took for weights of one type, in a model that is little else (`device/text-kernels.ts`). */
export interface MeasuredKernel {
  /** ggml's name of the weight type. */
  readonly type: string;
  readonly threads: number;
  /** Milliseconds a token of a prompt, and how many weights it passed through. */
  readonly promptMs: number;
  readonly promptWeights: number;
  /** Milliseconds a generated token, and its weights. */
  readonly generationMs: number;
  readonly generationWeights: number;
}

/** What was measured on this device, as far as a recommendation needs it. null: not measured, or not there. */
export interface DeviceProfile {
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
  /** Plain copies in memory by one thread, bytes read and written a second. */
  readonly copyBytesPerS: number | null;
  /** By weight type and threads, as models asked for them; absent: none. */
  readonly textKernels?: readonly MeasuredKernel[];
  /** Bytes to which a wasm memory grew, alone in a worker; on phones a published budget (`device/memory-budget.ts`). */
  readonly heapBytes: number | null;
  /** Bytes that could be allocated on the GPU; on phones a published budget. */
  readonly gpuBytes: number | null;
}
