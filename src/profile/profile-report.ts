import type { DeviceId, EngineId } from '#core/engine/engines.ts';

/** The measured limits of a device: a roofline (Williams et al. 2009). `null` if not measured. */
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
  /** The total time of all its calls in a run, in the same runs as `runMs`. */
  readonly ms: number;
  /** The fraction of the time of a run. */
  readonly fraction: number;
  /**
   * `null` if the file has no such node, e.g. because the engine fused it from several, or if there is no rule for its
   * operator.
   */
  readonly flops: number | null;
  /** The bytes read and written; `null` if not reported. */
  readonly bytes: number | null;
  readonly gflops: number | null;
  readonly bytesPerS: number | null;
  /** The limit at full speed; `null` if unknown. */
  readonly bound: 'compute' | 'memory' | null;
  /**
   * The time at the limit divided by the measured time. Above 1 if values were in a cache, which is faster than the
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

/** The division of the time of a run. */
export interface ProfileReport {
  readonly engine: EngineId;
  readonly device: DeviceId | null;
  readonly threads: number | null;
  readonly runs: number;
  /** The mean of the faster half of the runs, measured by the engine with profiling. */
  readonly runMs: number;
  /** Medians measured outside the engine, without and with profiling; `null` for a file. */
  readonly plainRunMs: number | null;
  readonly profiledRunMs: number | null;
  /** The time with profiling divided by the time without it, minus 1. */
  readonly overhead: number | null;
  /** The standard deviation of the runs without profiling divided by their mean. */
  readonly variation: number | null;
  /** The sum of the node times, and its fraction of the run. */
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
