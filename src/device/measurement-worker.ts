import type { DeviceId } from '#core/engine/engines.ts';
import type { TextKernel, TextKernelRequest } from './text-kernels.ts';

export type MatmulType = 'float32' | 'float16';

export interface MatmulRequest {
  readonly device: DeviceId;
  readonly threads: number;
  readonly type: MatmulType;
}

/** The speed of matrix multiplications by the engine, including reading the outputs. */
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
  /** The bytes written and read; fewer than planned if the time budget was exceeded. */
  readonly bytes: number;
}

/** The worker of the device check: one per thread count, which an engine cannot change during its worker's lifetime. */
export interface MeasurementWorker {
  /**
   * Loads the engine, opens the model and runs it once, because a GPU compiles its shaders in the first run.
   * @throws AppError as `Runtime.open`
   */
  prepareMatmul(request: MatmulRequest): Promise<void>;
  /** Measures the speed of the last prepared multiplication. */
  measureMatmul(budgetMs: number): Promise<MatmulSpeed>;
  /** Measures kernels, except those that cannot be measured. */
  measureTextKernels(requests: readonly TextKernelRequest[], budgetMs: number): Promise<TextKernel[]>;
  measureCopyBytesPerS(budgetMs: number): Promise<number>;
  /** @throws AppError storage-failed */
  measureStorage(budgetMs: number): Promise<StorageSpeed>;
  /** @throws AppError engine-unavailable */
  measureDispatchMs(budgetMs: number): Promise<number>;
  measureClockStepUs(): Promise<number>;
  /** Grows a heap; terminate the worker afterwards, see `device/memory-budget.ts`. */
  measureHeapBytes(maxBytes: number): Promise<number>;
  measureGpuBytes(maxBytes: number): Promise<number>;
}
