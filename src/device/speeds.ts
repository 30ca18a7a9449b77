import type { MatmulSpeed, StorageSpeed } from './gauge.ts';

/** Why something was not measured. `failed` comes with the reason. */
export type Missing = 'one-thread' | 'no-gpu' | 'no-half' | 'no-opfs' | 'too-slow' | 'failed';

/** A measured value, or why there is none; never a default. */
export type Gauged<T> = { readonly value: T } | { readonly missing: Missing; readonly why?: string };

/** Everything that the device check measures. */
export interface DeviceSpeeds {
  readonly matmulOneThread: Gauged<MatmulSpeed>;
  readonly matmulThreads: Gauged<MatmulSpeed>;
  readonly matmulGpu: Gauged<MatmulSpeed>;
  readonly matmulGpuHalf: Gauged<MatmulSpeed>;
  /** Bytes a second. */
  readonly copy: Gauged<number>;
  readonly storage: Gauged<StorageSpeed>;
  /** Milliseconds. */
  readonly dispatch: Gauged<number>;
  /** Microseconds. */
  readonly clockStep: Gauged<number>;
}
