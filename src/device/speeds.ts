import type { MatmulSpeed, StorageSpeed } from './measurement-worker.ts';

/** The reason why a value was not measured. `failed` comes with a message. */
export type MissingMeasurement = 'one-thread' | 'no-gpu' | 'no-f16' | 'no-opfs' | 'too-slow' | 'failed';

/** A measured value, or the reason for its absence; never a default. */
export type MeasurementResult<T> =
  | { readonly value: T }
  | { readonly missing: MissingMeasurement; readonly why?: string };

/** All measurements of the device check. */
export interface DeviceSpeeds {
  readonly matmulOneThread: MeasurementResult<MatmulSpeed>;
  readonly matmulThreads: MeasurementResult<MatmulSpeed>;
  readonly matmulGpu: MeasurementResult<MatmulSpeed>;
  readonly matmulGpuHalf: MeasurementResult<MatmulSpeed>;
  /** Bytes per second. */
  readonly copy: MeasurementResult<number>;
  readonly storage: MeasurementResult<StorageSpeed>;
  /** Milliseconds. */
  readonly dispatch: MeasurementResult<number>;
  /** Microseconds. */
  readonly clockStep: MeasurementResult<number>;
}
