export type MatmulType = 'float32' | 'float16';

export interface MatmulRequest {
  readonly device: 'wasm' | 'webgpu';
  readonly threads: number;
  readonly type: MatmulType;
}

/** The speed of matrix products as the engine runs them, outputs read back. */
export interface MatmulSpeed {
  /** Thousand million floating-point operations a second, a multiplication and an addition counted as two: the best run. */
  readonly gflops: number;
  readonly runs: number;
  /** Rows of the product that was timed; the other sides are 512. */
  readonly rows: number;
  readonly threads: number;
}

export interface StorageSpeed {
  readonly writeBytesPerS: number;
  readonly readBytesPerS: number;
  /** How much was written and read; the time box may end it early. */
  readonly bytes: number;
}

/** The worker of the device check: one for each engine set-up, since an engine's threads are fixed for a worker's life. */
export interface Gauge {
  /** Loads the engine, opens the product and runs it, since a GPU compiles its programs on the first run. @throws AppError as `Runtime.open` */
  prepareMatmul(request: MatmulRequest): Promise<void>;
  /** Of what was prepared last. */
  matmul(boxMs: number): Promise<MatmulSpeed>;
  copyBytesPerS(boxMs: number): Promise<number>;
  /** @throws AppError storage-failed */
  storage(boxMs: number): Promise<StorageSpeed>;
  /** @throws AppError runtime-unavailable */
  dispatchMs(boxMs: number): Promise<number>;
  clockStepUs(): Promise<number>;
  /** For a worker of its own, thrown away afterwards: see `device/memory-budget.ts`. */
  heapBytes(mostBytes: number): Promise<number>;
  gpuBytes(mostBytes: number): Promise<number>;
}
