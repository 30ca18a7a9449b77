import type { MatmulSpeed, StorageSpeed } from './measurement-worker.ts';

/** Why something was not measured. `failed` is accompanied by the reason. */
export type MissingMeasurement = 'one-thread' | 'no-gpu' | 'no-f16' | 'no-opfs' | 'too-slow' | 'failed';

/** A measured value, or the reason why there is none; never a default. */
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
