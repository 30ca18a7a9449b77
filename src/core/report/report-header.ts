import type { Target, DeviceId } from '../engine/engines.ts';
import type { Subject, ModelFile } from '../model/model.ts';
import type { EngineSettings } from '../engine/engine-settings.ts';
import type { Environment } from './environment.ts';
import type { MemoryInUse } from '../engine/runtime.ts';
import type { ReportEnergy } from './report-energy.ts';
import type { Effort } from './bench-request.ts';

/** Ticks of the page's 50 ms timer during the run (R15). */
export interface EventLoop {
  readonly ticks: number;
  /** Ticks that came more than 100 ms late. */
  readonly late: number;
  readonly worstMs: number;
}

export type FlagId =
  | 'indicative' // the run was quick, with few samples
  | 'capped' // the time limit ended a cell before it had the required samples
  | 'unstable-warmup' // R3: the warm-up did not become stable
  | 'coarse-clock' // R11
  | 'few-distinct-samples' // R11
  | 'interrupted' // R14: the page was hidden or frozen, or the power source changed
  | 'busy-machine' // R15
  | 'wide-spread' // the interquartile range is wide relative to the median
  | 'fallback-device' // a device other than the requested one was opened
  | 'fewer-threads' // than requested: a page that is not cross-origin isolated has one
  | 'software-gpu'
  | 'smaller-cells' // R20: fewer tokens than standard, on a slow device or in a short context
  | 'incomplete' // R28: stopped before all items of a dataset ran
  | 'disagrees' // R22: the output is wrong, so the speed is invalid
  | 'agreement-not-measured';

export interface RequestedTarget extends Target {
  /** If absent, the engine's default applies. */
  readonly threads?: number;
}

/** The target that was actually opened. */
export interface OpenedTarget extends Target {
  readonly version: string;
  /** The engine's build, e.g. `wasm`, `jspi`. */
  readonly build: string;
  readonly threads: number;
  /** See `EngineFacts`. */
  readonly failedDevices: readonly { readonly device: DeviceId; readonly why: string }[];
}

/** One-time costs before the cells (R1, R2). */
export interface StartupTimes {
  /** `cold`: the first use of the engine since page load, with uncached code. */
  readonly start: 'cold' | 'warm';
  /** The source of most of the engine's code; absent if the browser does not report it. */
  readonly codeFrom?: 'network' | 'cache';
  /** `null` if nothing had to be downloaded. */
  readonly downloadMs: number | null;
  /** Time to load the engine's code; absent if it is not timed separately from creating the session. */
  readonly loadMs?: number;
  readonly createMs: number;
}

/** In order of increasing severity. */
export type Validity = 'valid' | 'indicative' | 'noisy' | 'interrupted' | 'invalid';

/** The fields common to all reports (R19). Plain JSON. */
export interface ReportHeader {
  readonly schema: 2;
  readonly app: { readonly version: string; readonly commit: string };
  /** Version of the frozen method, `bench/method.ts`. */
  readonly method: string;
  readonly startedAt: string; // RFC 3339, to the minute: enough to sort results, too coarse to track a user
  readonly subject: {
    readonly kind: Subject['kind'];
    readonly id: string;
    /** 0 if only the companion or a remote server has the files. */
    readonly sizeBytes: number;
    /** SHA-256 of the opened bytes; empty if not computed. */
    readonly sha256: string;
    /** Element type of the weights, e.g. `float32`, `uint8 (qoperator)`; absent if the file does not specify it. */
    readonly weightType?: string;
    /** The files of an evaluated model, if it has several; `sha256` is computed from their hashes. */
    readonly files?: readonly ModelFile[];
  };
  readonly target: { readonly requested: RequestedTarget; readonly opened: OpenedTarget };
  readonly settings: EngineSettings;
  readonly environment: Environment;
  /** R15; absent if no page was open to run a timer. */
  readonly eventLoop?: EventLoop;
  readonly phases?: StartupTimes;
  readonly memory?: MemoryInUse;
  /** Absent in a page, which cannot measure energy. */
  readonly energy?: ReportEnergy;
  readonly flags: readonly FlagId[];
  readonly validity: Validity;
}

/** The common fields of reports whose cells were timed by R3 and R5. */
export interface SpeedHeader extends ReportHeader {
  readonly effort: Effort;
  /** Seed of the order of the cells (R17). */
  readonly orderSeed: number;
}
