import type { EngineSettings } from '../engine/engine-settings.ts';
import type { Subject } from '../model/model.ts';
import type { EngineId, DeviceId } from '../engine/engines.ts';

/** The run length: how long the steady state is measured (R5 of `docs/method.md`). */
export type Effort = 'quick' | 'standard' | 'full';

/** Everything that defines a measured run; a link contains exactly this. */
export interface BenchRequest extends EngineSettings {
  readonly subject: Subject;
  readonly engine: EngineId;
  /** If absent, as for `threads`, the planner chooses one for the model on this device. */
  readonly device?: DeviceId;
  readonly threads?: number;
  readonly effort: Effort;
  /** Sizes for the named free dimensions of a user-supplied model; workloads have fixed sizes. */
  readonly dimensions?: Dimensions;
}

/** Sizes by dimension name, e.g. `{sequence_length: 128}`. */
export type Dimensions = Readonly<Record<string, number>>;
