import type { EngineSettings } from '../engine/engine-settings.ts';
import type { Subject } from '../model/model.ts';
import type { EngineId, DeviceId } from '../engine/engines.ts';

/** The run length, which determines the duration of the steady state (R5 of `docs/method.md`). */
export type Effort = 'quick' | 'standard' | 'full';

/** The definition of a measured run, which a link contains. */
export interface BenchRequest extends EngineSettings {
  readonly subject: Subject;
  readonly engine: EngineId;
  /** If absent, the planner chooses the device. The same holds for `threads`. */
  readonly device?: DeviceId;
  readonly threads?: number;
  readonly effort: Effort;
  /** Sizes of the free dimensions of a user-supplied model. Workloads have fixed sizes. */
  readonly dimensions?: Dimensions;
}

/** Sizes by dimension name, e.g. `{sequence_length: 128}`. */
export type Dimensions = Readonly<Record<string, number>>;
