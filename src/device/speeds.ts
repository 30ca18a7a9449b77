import type { MatmulSpeed, StorageSpeed } from './measurement-worker.ts';

/** Why something was not measured. `failed` comes with the reason. */
export type NotMeasuredReason = 'one-thread' | 'no-gpu' | 'no-f16' | 'no-opfs' | 'too-slow' | 'failed';

/** A measured value, or why there is none; never a default. */
export type MeasurementResult<T> =
  { readonly value: T } | { readonly missing: NotMeasuredReason; readonly why?: string };

/** Everything that the device check measures. */
export interface DeviceSpeeds {
  readonly matmulOneThread: MeasurementResult<MatmulSpeed>;
  readonly matmulThreads: MeasurementResult<MatmulSpeed>;
  readonly matmulGpu: MeasurementResult<MatmulSpeed>;
  readonly matmulGpuHalf: MeasurementResult<MatmulSpeed>;
  /** Bytes a second. */
  readonly copy: MeasurementResult<number>;
  readonly storage: MeasurementResult<StorageSpeed>;
  /** Milliseconds. */
  readonly dispatch: MeasurementResult<number>;
  /** Microseconds. */
  readonly clockStep: MeasurementResult<number>;
}
