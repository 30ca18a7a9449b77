import type { EngineSettings } from './engine-settings.ts';
import type { DeviceId, RuntimeId } from './engines.ts';
import type { SessionFacts } from './runtime.ts';
import type { Subject } from './model.ts';

/** How long a steady state is measured: R5 of `docs/method.md`. */
export type Effort = 'quick' | 'standard' | 'full';

/** Everything that names a measured run; a link carries exactly this. */
export interface BenchRequest extends EngineSettings {
  readonly subject: Subject;
  readonly runtime: RuntimeId;
  readonly device: DeviceId;
  readonly threads?: number;
  readonly effort: Effort;
  /** Sizes for the named free dimensions of a user's model; workloads fix their own. */
  readonly dimensions?: Dimensions;
}

/** Sizes by dimension name, e.g. `{sequence_length: 128}`. */
export type Dimensions = Readonly<Record<string, number>>;

/** What a wait is doing, for the page to show. `fraction` is null where the length is not known. */
export interface Progress {
  readonly phase:
    'fetch' | 'verify' | 'build' | 'create' | 'first' | 'warm-up' | 'steady' | 'cool-down' | 'check' | 'run';
  readonly fraction: number | null;
  /** Time left, from what was measured so far; null until something was. */
  readonly leftMs: number | null;
  readonly detail?: string;
  /** Samples taken since the last progress, ms per inference, for a live view. */
  readonly samplesMs?: readonly number[];
}

/** A percentile, or how many samples it would take to state it with 99 % confidence (R6). */
export type Percentile = { readonly ms: number } | { readonly needs: number };

/**
 * Samples as a link carries them: equal bins, the empty ones left out. Bin `index` holds the `count` samples in
 * `[index * widthMs, (index + 1) * widthMs)`; their order in time is lost.
 */
export interface Histogram {
  readonly widthMs: number;
  readonly bins: readonly (readonly [index: number, count: number])[];
}

/** The samples of one steady state and what follows from them. All times in milliseconds per inference. */
export interface Steady {
  /** Samples that the figures rest on: those taken, less the voided ones. */
  readonly n: number;
  /** One value per sample, in order, none removed (R7). Empty where the report came from a link: see `histogram`. */
  readonly samplesMs: readonly number[];
  /** Present where the report came from a link. The figures below were computed from the samples themselves. */
  readonly histogram?: Histogram;
  /** Inferences per sample; above 1 where one inference is short against the clock's step (R11). */
  readonly inferencesPerSample: number;
  /** Indices of samples that an interruption made void (R14); they stay in `samplesMs` and out of the figures. */
  readonly voided: readonly number[];
  readonly medianMs: number;
  readonly madMs: number;
  readonly meanMs: number;
  /** Half-width of the 95 % interval of the mean (Student t); null with fewer than two samples. */
  readonly meanCi95Ms: number | null;
  readonly minMs: number;
  readonly maxMs: number;
  readonly p90: Percentile;
  readonly p95: Percentile;
  readonly p99: Percentile;
}

/** R22, R24: does this run's output agree with the reference of the same model and input? */
export type Agreement =
  | {
      readonly verdict: 'identical' | 'expected' | 'investigate' | 'broken';
      readonly metric: 'cosine' | 'top-1';
      readonly value: number;
      /** null where an output has another shape than its reference or holds values that are not finite. */
      readonly maxAbsDifference: number | null;
      /** Where the reference comes from, e.g. `onnxruntime 1.30.0 native CPU` or `wasm on this device`. */
      readonly reference: string;
    }
  | { readonly verdict: 'not-measured'; readonly why: string };

/** One input shape of a workload, e.g. the decoder at depth 512. */
export interface Cell {
  readonly name: string;
  readonly firstMs: number;
  readonly warmup: { readonly runs: number; readonly ms: number; readonly stable: boolean };
  /** The cell's time cap ended it before it had the samples asked for. */
  readonly capped: boolean;
  readonly steady: Steady;
  readonly agreement: Agreement;
}

/** A measured run as the session's worker sees it; the page adds environment and interruptions (`bench/report.ts`). */
export interface Measured {
  readonly cells: readonly Cell[];
  /** Epoch milliseconds of the start and end of every sample, by cell, so that the page can void interrupted ones. */
  readonly spans: readonly (readonly (readonly [start: number, end: number])[])[];
  readonly clockStepUs: number;
  /** Seed of the order in which the cells ran (R17). */
  readonly orderSeed: number;
  /** Told by whoever has the model's files at hand. */
  readonly modelDetails?: ModelDetails;
}

/** What was measured, beyond its name (R19). */
export interface ModelDetails {
  /** Element type of the weights, e.g. `float32`, `uint8 (qoperator)`; absent where the file does not tell. */
  readonly weightType?: string;
  /** Nodes of the optimised graph by execution provider; absent where the engine does not tell. */
  readonly placement?: Readonly<Record<string, number>>;
}

/** Ticks of the page's 50 ms timer while the run lasted (R15). */
export interface EventLoop {
  readonly ticks: number;
  /** Ticks that came more than 100 ms late. */
  readonly late: number;
  readonly worstMs: number;
}

export type FlagId =
  | 'indicative' // quick effort: few samples
  | 'capped' // the time cap ended the cell before the samples asked for
  | 'unstable-warmup' // R3: warm-up never settled
  | 'coarse-clock' // R11
  | 'few-distinct-samples' // R11
  | 'interrupted' // R14: page hidden or frozen, charger plugged or pulled
  | 'busy-machine' // R15
  | 'wide-spread' // the middle half of the samples is wide against the median
  | 'fallback-device' // another device than the one asked for
  | 'fewer-threads' // than asked for: a page that is not cross-origin isolated has one
  | 'software-gpu'
  | 'disagrees' // R22: the output is not right, so the speed does not count
  | 'agreement-not-measured';

export interface Environment {
  readonly browser: string; // name and major version
  readonly os: string; // family only
  readonly cores: number;
  readonly crossOriginIsolated: boolean;
  readonly simd: boolean;
  readonly relaxedSimd: boolean;
  readonly clockStepUs: number;
  readonly memoryGiB?: number; // as the browser rounds it
  readonly gpu?: { readonly vendor: string; readonly architecture: string; readonly software: boolean };
}

/** One measured run, whole: R19. Plain JSON. */
export interface Report extends Omit<EngineSettings, 'contextLength'>, ModelDetails {
  readonly schema: 1;
  /** Version of the frozen method, `bench/method.ts`. */
  readonly method: string;
  readonly app: { readonly version: string; readonly commit: string };
  readonly startedAt: string; // RFC 3339, to the minute: enough to order results, too coarse to follow a person
  readonly subject: {
    readonly kind: Subject['kind'];
    readonly id: string;
    readonly sizeBytes: number;
    readonly sha256: string;
  };
  readonly requested: { readonly device: DeviceId; readonly threads?: number; readonly effort: Effort };
  readonly session: Pick<SessionFacts, 'runtime' | 'runtimeVersion' | 'build' | 'device' | 'threads' | 'refused'>;
  /** Convolutions of integers that ran in float32, with the same results; absent: none. */
  readonly float32Convolutions?: number;
  /** Sizes given to free dimensions of a user's model. */
  readonly dimensions?: Dimensions;
  readonly environment: Environment;
  readonly eventLoop: EventLoop;
  readonly orderSeed: number;
  /** R2. cold: the first use of the engine since the page was opened, and its code was in no cache. */
  readonly start: 'cold' | 'warm';
  /** Where most of the engine's code came from; absent where the browser does not tell. */
  readonly codeFrom?: 'network' | 'cache';
  /** null: nothing had to be fetched. */
  readonly downloadMs: number | null;
  /** Loading the engine's code; absent where the engine does not time it apart from its creation. */
  readonly loadMs?: number;
  readonly createMs: number;
  readonly cells: readonly Cell[];
  readonly flags: readonly FlagId[];
  readonly outcome: 'valid' | 'indicative' | 'interrupted' | 'invalid';
}
