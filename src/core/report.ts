import type { EngineSettings } from './engine-settings.ts';
import type { DeviceId, EngineId, Target } from './engines.ts';
import type { Subject } from './model.ts';
import type { MemoryInUse } from './runtime.ts';

/** How long a steady state is measured: R5 of `docs/method.md`. */
export type RunLength = 'quick' | 'standard' | 'full';

/** Everything that names a measured run; a link carries exactly this. */
export interface BenchRequest extends EngineSettings {
  readonly subject: Subject;
  readonly runtime: EngineId;
  /** Absent, as `threads`: chosen for the model on this device. */
  readonly device?: DeviceId;
  readonly threads?: number;
  readonly effort: RunLength;
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
      /** Where the reference comes from: a {@link ReferenceId}, or for instance `onnxruntime 1.30.0 native CPU`. */
      readonly reference: string;
    }
  | NotCompared;

/** A second run of the model on the same device, to compare outputs with. */
export type ReferenceId =
  'this-device-wasm' | 'this-device-wasm-unoptimised' | 'this-device-wasm-1-thread' | 'this-device-wasm-2-threads';

/** `why` is a code, after which `: ` and what an engine said may follow. */
interface NotCompared {
  readonly verdict: 'not-measured';
  readonly why: string;
}

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

/** One kind of work of a language model at one depth of the context. Times are per token. */
export interface TextCell {
  /** As llama-bench writes it: `pp512`, `tg128 @ d1024`. */
  readonly name: string;
  readonly work: 'prompt' | 'generation';
  /** Tokens of one sample. */
  readonly tokens: number;
  /** Tokens that were in the context before. */
  readonly depth: number;
  readonly firstMs: number;
  readonly warmup: Cell['warmup'];
  readonly capped: boolean;
  readonly steady: Steady;
  /** 1000 / `steady.medianMs`. */
  readonly medianTokensPerS: number;
  /** The 95 % interval of the mean time of a token, as tokens per second; null with fewer than two samples. */
  readonly tokensPerSCi95: readonly [low: number, high: number] | null;
}

/** R22, R24 for text: do the first greedy tokens equal those of another target? */
export type TextAgreement =
  | {
      readonly verdict: 'identical' | 'expected' | 'investigate' | 'broken';
      /** Tokens compared, and how many are the same before the first that differs. */
      readonly tokens: number;
      readonly same: number;
      /**
       * Where they part: by how much the reference preferred its token to this run's, as a difference of log
       * probabilities; null where they do not part or the engine does not tell.
       */
      readonly margin: number | null;
      readonly reference: string;
    }
  | { readonly verdict: 'not-measured'; readonly why: string };

/** What every measured run has as the session's worker sees it; the page adds environment and interruptions. */
interface MeasuredBase {
  /** Epoch milliseconds of the start and end of every sample, by cell, so that the page can void interrupted ones. */
  readonly spans: readonly (readonly (readonly [start: number, end: number])[])[];
  readonly clockStepUs: number;
  /** Seed of the order in which the cells ran (R17). */
  readonly orderSeed: number;
  /** R26: once all is timed, before a reference is opened in the same memory. */
  readonly memory: MemoryInUse;
  /** Told by whoever has the model's files at hand. */
  readonly modelDetails?: ModelDetails;
}

export interface MeasuredTensors extends MeasuredBase {
  readonly kind: 'tensor';
  readonly cells: readonly Cell[];
}

export interface MeasuredText extends MeasuredBase, TextDetails {
  readonly kind: 'text';
  readonly cells: readonly TextCell[];
  /** Its samples are of the runs of the first cell. */
  readonly firstToken: NonNullable<TextDetails['firstToken']>;
  /** The cells are smaller than the effort's own: the device is slow, or the context short. */
  readonly isReduced: boolean;
}

/** A run before its report is assembled (`bench/report.ts`). */
export type MeasuredRun = MeasuredTensors | MeasuredText;

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
  | 'smaller-cells' // R20: fewer tokens than the effort's own, on a slow device or in a short context
  | 'disagrees' // R22: the output is not right, so the speed does not count
  | 'agreement-not-measured';

/** The machine as either kind of host knows it. */
interface Machine {
  readonly os: string; // family only
  readonly cores: number;
  readonly clockStepUs: number;
  /** As the browser rounds it, in a page. */
  readonly memoryGiB?: number;
  readonly gpu?: { readonly vendor: string; readonly architecture: string; readonly software: boolean };
}

/** A run in a page of a browser. */
export interface PageEnvironment extends Machine {
  readonly kind: 'page';
  readonly browser: string; // name and major version
  readonly crossOriginIsolated: boolean;
  readonly simd: boolean;
  readonly relaxedSimd: boolean;
}

/** A run in a program of the host, outside of any browser. */
export interface HostEnvironment extends Machine {
  readonly kind: 'host';
  /** What ran the engine, e.g. `Node 24`. */
  readonly program: string;
  readonly cpu: string;
}

export type Environment = PageEnvironment | HostEnvironment;

export interface RequestedTarget extends Target {
  /** Absent: as many as the engine takes by itself. */
  readonly threads?: number;
}

/** What was really opened. */
export interface OpenedTarget extends Target {
  readonly version: string;
  /** Which of the engine's builds, e.g. `wasm`, `jspi`. */
  readonly build: string;
  readonly threads: number;
  /** Devices asked for and refused before this one, with the engine's reason. */
  readonly refused: readonly { readonly device: DeviceId; readonly why: string }[];
}

/** What a run paid before its steady state, beside what each cell paid (R1, R2). */
export interface Phases {
  /** cold: the first use of the engine since the page was opened, and its code was in no cache. */
  readonly start: 'cold' | 'warm';
  /** Where most of the engine's code came from; absent where the browser does not tell. */
  readonly codeFrom?: 'network' | 'cache';
  /** null: nothing had to be fetched. */
  readonly downloadMs: number | null;
  /** Loading the engine's code; absent where the engine does not time it apart from its creation. */
  readonly loadMs?: number;
  readonly createMs: number;
}

export type Outcome = 'valid' | 'indicative' | 'interrupted' | 'invalid';

/** What every report has, whatever was measured (R19). Plain JSON. */
interface ReportHeader {
  readonly schema: 2;
  readonly app: { readonly version: string; readonly commit: string };
  /** Version of the frozen method, `bench/method.ts`. */
  readonly method: string;
  readonly effort: RunLength;
  readonly startedAt: string; // RFC 3339, to the minute: enough to order results, too coarse to follow a person
  readonly subject: {
    readonly kind: Subject['kind'];
    readonly id: string;
    readonly sizeBytes: number;
    /** Of the bytes that were opened; empty: not computed. */
    readonly sha256: string;
    /** Element type of the weights, e.g. `float32`, `uint8 (qoperator)`; absent where the file does not tell. */
    readonly weightType?: string;
  };
  readonly target: { readonly requested: RequestedTarget; readonly opened: OpenedTarget };
  readonly settings: EngineSettings;
  readonly environment: Environment;
  /** Seed of the order of the cells (R17). */
  readonly orderSeed: number;
  /** R15; absent where no page was there to keep a timer. */
  readonly eventLoop?: EventLoop;
  readonly phases?: Phases;
  readonly memory?: MemoryInUse;
  readonly flags: readonly FlagId[];
  readonly outcome: Outcome;
}

/** A model that takes and gives tensors. */
export interface TensorReport extends ReportHeader {
  readonly kind: 'tensor';
  readonly cells: readonly Cell[];
  /** Sizes given to free dimensions of a user's model. */
  readonly dimensions?: Dimensions;
  /** Nodes of the optimised graph by execution provider; absent where the engine does not tell. */
  readonly placement?: Readonly<Record<string, number>>;
  /** Convolutions of integers that ran in float32, with the same results; absent: none. */
  readonly float32Convolutions?: number;
}

/** What a report of a language model says beside its cells. */
interface TextDetails {
  /** Tokens of context that were opened. */
  readonly contextLength: number;
  /** Whether the times of generation hold the choice of each token and its turning into text. */
  readonly sampling: 'inside' | 'outside';
  /** Whether the times of a prompt hold the turning of its text into tokens. */
  readonly tokenising: 'inside' | 'outside';
  /** From the call to the first token of an answer to a prompt of this length, tokenising and sampling included. */
  readonly firstToken?: { readonly promptTokens: number; readonly steady: Steady };
  readonly agreement: TextAgreement;
}

/** A language model (R20). */
export interface TextReport extends ReportHeader, TextDetails {
  readonly kind: 'text';
  readonly cells: readonly TextCell[];
}

/** One measured run, whole. A reader tells the kinds apart by `kind`; a further kind is one more member. */
export type Report = TensorReport | TextReport;
export type ReportKind = Report['kind'];
