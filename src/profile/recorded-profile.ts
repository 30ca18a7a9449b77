import type { TraceEvent } from '#core/engine/engine-trace.ts';
import type { DeviceId, EngineId } from '#core/engine/engines.ts';
import type { NodeFacts } from '#core/model/model-facts.ts';
import type { Roofs } from './profile-report.ts';

/** The static work of a node, from the model's header. */
export type NodeWork = Pick<NodeFacts, 'name' | 'operator' | 'flops' | 'weightBytes' | 'activationBytes'>;

/** The recording of one model: runs with profiling, interleaved with runs without. */
export interface RecordedProfile {
  readonly engine: EngineId;
  /** `null` if a file does not specify it. */
  readonly device: DeviceId | null;
  readonly threads: number | null;
  /** Events of the runs after the warm-up. */
  readonly events: readonly TraceEvent[];
  /** The runs without profiling, interleaved with the recorded ones; empty for a file. */
  readonly plainRunsMs: readonly number[];
  /** The runs with profiling, measured outside the engine; empty for a file. */
  readonly profiledRunsMs: readonly number[];
  /** The times of opening the model, and of its first run, which compiles kernels and shaders. */
  readonly opening: { readonly createMs: number; readonly firstRunMs: number } | null;
  /** Empty if the header states none. */
  readonly nodes: readonly NodeWork[];
  readonly heapBytes: number | null;
  /** The limits of the device with this engine; absent if they were not measured with the runs. */
  readonly roofs?: Roofs;
}
