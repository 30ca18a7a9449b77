import type { TextKernel, TextKernelRequest } from './text-kernels.ts';

export type MatmulType = 'float32' | 'float16';

export interface MatmulRequest {
  readonly device: 'wasm' | 'webgpu';
  readonly threads: number;
  readonly type: MatmulType;
}

/** The speed of matrix products as the engine runs them, outputs read back. */
export interface MatmulSpeed {
  /** GFLOP/s of the best run; a multiplication and an addition count as two operations. */
  readonly gflops: number;
  readonly runs: number;
  /** Rows of the left matrix; the other dimensions are 512. */
  readonly rows: number;
  readonly threads: number;
}

export interface StorageSpeed {
  readonly writeBytesPerS: number;
  readonly readBytesPerS: number;
  /** Bytes that were written and read: fewer than planned where the time ran out. */
  readonly bytes: number;
}

/** The worker of the device check: one per number of threads, which an engine cannot change while its worker lives. */
export interface MeasurementWorker {
  /**
   * Loads the engine, opens the product and runs it once, since a GPU compiles its programs on the first run.
   * @throws AppError as `Runtime.open`
   */
  prepareMatmul(request: MatmulRequest): Promise<void>;
  /** The speed of the product that was prepared last. */
  matmul(budgetMs: number): Promise<MatmulSpeed>;
  /** What cannot be measured is absent. */
  textKernels(requests: readonly TextKernelRequest[], budgetMs: number): Promise<TextKernel[]>;
  copyBytesPerS(budgetMs: number): Promise<number>;
  /** @throws AppError storage-failed */
  storage(budgetMs: number): Promise<StorageSpeed>;
  /** @throws AppError runtime-unavailable */
  dispatchMs(budgetMs: number): Promise<number>;
  clockStepUs(): Promise<number>;
  /** To be called in a worker that is ended afterwards: see `device/memory-budget.ts`. */
  heapBytes(maxBytes: number): Promise<number>;
  gpuBytes(maxBytes: number): Promise<number>;
}
