import type { DeviceId, EngineId } from '#core/engine/engines.ts';

/** Measured limits of a device: a roofline (Williams et al. 2009). `null` if not measured. */
export interface Roof {
  readonly gflops: number | null;
  readonly bytesPerS: number | null;
}

export interface Roofs {
  readonly cpu: Roof;
  readonly gpu: Roof;
}

export interface NodeProfile {
  readonly name: string;
  readonly operator: string;
  /** `null` if the engine does not report it. */
  readonly provider: string | null;
  readonly isOnGpu: boolean;
  /** Total time of all its calls in a run; of the same runs as `runMs`. */
  readonly ms: number;
  /** Fraction of the time of a run. */
  readonly fraction: number;
  /**
   * `null` if the file has no such node, because the engine fused it from several, or if there is no rule for its
   * operator.
   */
  readonly flops: number | null;
  /** Read and written; `null` if not reported. */
  readonly bytes: number | null;
  readonly gflops: number | null;
  readonly bytesPerS: number | null;
  /** The limit that would bind at full speed; `null` if not known. */
  readonly bound: 'compute' | 'memory' | null;
  /**
   * The time at the limit over the measured time. Above 1 if values came from a cache, which is faster than the
   * measured memory.
   */
  readonly attained: number | null;
}

export interface Share {
  readonly name: string;
  readonly nodes: number;
  readonly ms: number;
  readonly fraction: number;
}

/** Where the time of a run goes. */
export interface ProfileReport {
  readonly engine: EngineId;
  readonly device: DeviceId | null;
  readonly threads: number | null;
  readonly runs: number;
  /** Timed by the engine while profiling: the mean of the faster half of the runs. */
  readonly runMs: number;
  /** Medians, timed from outside: without profiling, and with it; `null` for a file. */
  readonly plainRunMs: number | null;
  readonly profiledRunMs: number | null;
  /** Time with profiling over time without, minus 1. */
  readonly overhead: number | null;
  /** Standard deviation over mean of the runs without profiling. */
  readonly variation: number | null;
  /** Sum of the node times, and its fraction of the run. */
  readonly nodesMs: number;
  readonly nodesFraction: number;
  readonly opening: { readonly createMs: number; readonly firstRunMs: number } | null;
  readonly heapBytes: number | null;
  readonly roofs: Roofs;
  /** Slowest first. */
  readonly nodes: readonly NodeProfile[];
  readonly operators: readonly Share[];
  readonly providers: readonly Share[];
}
