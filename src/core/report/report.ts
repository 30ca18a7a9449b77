import type { HostileResult } from './hostile-result.ts';
import type { EngineSettings } from '../engine/engine-settings.ts';
import type { Environment } from './environment.ts';
import type { DeviceId, EngineId, Target } from '../engine/engines.ts';
import type { Score } from '../task/evaluation.ts';
import type { ModelFile, Subject } from '../model/model.ts';
import type { EnergySource, NoEnergy } from '../engine/hardware.ts';
import type { MemoryInUse } from '../engine/runtime.ts';

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

/** The progress of a long operation, for the page to show. `fraction` is `null` if the total is not known. */
export interface Progress {
  readonly phase:
    | 'fetch'
    | 'verify'
    | 'send'
    | 'build'
    | 'create'
    | 'first'
    | 'warm-up'
    | 'steady'
    | 'cool-down'
    | 'check'
    | 'run';
  readonly fraction: number | null;
  /** Time left, estimated from the measurements so far; `null` before the first. */
  readonly remainingMs: number | null;
  readonly detail?: string;
  /** Samples taken since the last progress report, in ms per inference, for a live view. */
  readonly samplesMs?: readonly number[];
}

/** A percentile, or the number of samples needed to report it with 99 % confidence (R6). */
export type Percentile = { readonly ms: number } | { readonly needs: number };

/**
 * Samples as stored in a link: bins of equal width, empty ones omitted. Bin `index` contains the `count` samples in
 * `[index * widthMs, (index + 1) * widthMs)`; their order in time is lost.
 */
export interface Histogram {
  readonly widthMs: number;
  readonly bins: readonly (readonly [index: number, count: number])[];
}

/** The samples of one steady state and their statistics. All times are in milliseconds per inference. */
export interface SteadyState {
  /** Samples used for the statistics: all except the excluded ones. */
  readonly n: number;
  /** One value per sample, in order, none removed (R7). Empty if the report came from a link: see `histogram`. */
  readonly samplesMs: readonly number[];
  /** Present if the report came from a link. The statistics below were computed from the samples themselves. */
  readonly histogram?: Histogram;
  /** Inferences per sample; above 1 if one inference is short compared with the clock's resolution (R11). */
  readonly inferencesPerSample: number;
  /**
   * Indices of samples excluded because of an interruption (R14); they remain in `samplesMs`, but not in the
   * statistics.
   */
  readonly excluded: readonly number[];
  readonly medianMs: number;
  readonly madMs: number;
  readonly meanMs: number;
  /** Half-width of the 95 % confidence interval of the mean (Student t); `null` with fewer than two samples. */
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
      /** `null` if an output has a different shape from its reference or contains values that are not finite. */
      readonly maxAbsDifference: number | null;
      /** The source of the reference: a {@link ReferenceId}, or e.g. `onnxruntime 1.30.0 native CPU`. */
      readonly reference: string;
    }
  | NotCompared;

/** The reference run: a second run of the model on the same device, to compare outputs with. */
export type ReferenceId =
  | 'this-device-wasm'
  | 'this-device-wasm-unoptimised'
  | 'this-device-wasm-1-thread'
  | 'this-device-wasm-2-threads'
  | 'this-device-cpu' // onnxruntime, natively
  | 'this-device-cpu-unoptimised'
  | 'this-device-cpu-1-thread' // of the same engine
  | 'this-device-cpu-2-threads';

/** `why` is a code, optionally followed by `: ` and the engine's message. */
interface NotCompared {
  readonly verdict: 'not-measured';
  readonly why: string;
}

/** One input shape of a workload, e.g. the decoder at depth 512. */
export interface Cell {
  readonly name: string;
  readonly firstMs: number;
  readonly warmup: { readonly runs: number; readonly ms: number; readonly stable: boolean };
  /** Whether the time cap ended the cell before it had the required number of samples. */
  readonly capped: boolean;
  readonly steady: SteadyState;
  readonly agreement: Agreement;
}

/** One phase of a language model (prompt or generation) at one context depth. Times are per token. */
export interface TextCell {
  /** Named as by llama-bench: `pp512`, `tg128 @ d1024`. */
  readonly name: string;
  readonly work: 'prompt' | 'generation';
  /** Tokens per sample. */
  readonly tokens: number;
  /** Tokens in the context before the sample. */
  readonly depth: number;
  readonly firstMs: number;
  readonly warmup: Cell['warmup'];
  readonly capped: boolean;
  readonly steady: SteadyState;
  /** 1000 / `steady.medianMs`. */
  readonly medianTokensPerS: number;
  /**
   * The 95 % confidence interval of the mean time per token, as tokens per second; `null` with fewer than two samples.
   */
  readonly tokensPerSCi95: readonly [low: number, high: number] | null;
}

/** R22, R24 for text: are the first greedy tokens equal to those of another target? */
export type TextAgreement =
  | {
      readonly verdict: 'identical' | 'expected' | 'investigate' | 'broken';
      /** Tokens compared, and the number of equal tokens before the first mismatch. */
      readonly tokens: number;
      readonly same: number;
      /**
       * At the first mismatch: by how much the reference preferred its token to this run's, as a difference of log
       * probabilities; `null` if there is no mismatch or the engine does not report probabilities.
       */
      readonly margin: number | null;
      readonly reference: string;
    }
  | { readonly verdict: 'not-measured'; readonly why: string };

/** What the session's worker measures in every run; the page adds environment and interruptions. */
interface MeasuredBase {
  /**
   * Epoch milliseconds of the start and end of every sample, by cell, so that the page can exclude interrupted ones.
   */
  readonly spans: readonly (readonly (readonly [start: number, end: number])[])[];
  readonly clockStepUs: number;
  /** Seed of the order in which the cells ran (R17). */
  readonly orderSeed: number;
  /** R26: taken after all timing, before a reference run is opened in the same memory. */
  readonly memory: MemoryInUse;
  /** Set by the worker that has the model's files. */
  readonly modelDetails?: ModelDetails;
  /** Of the machine; absent in a page. */
  readonly power?: MeasuredPower;
}

export interface MeasuredTensors extends MeasuredBase {
  readonly kind: 'tensor';
  readonly cells: readonly Cell[];
  /** Only of a session in another process. */
  readonly roundTrip?: RoundTrip;
}

/** Calls from the page to a session in another process, of the inputs of the first cell: transport and inference. */
export interface RoundTrip {
  readonly medianMs: number;
  readonly n: number;
}

export interface MeasuredText extends MeasuredBase, TextDetails {
  readonly kind: 'text';
  readonly cells: readonly TextCell[];
  /** Time to the first token; its samples come from the runs of the first cell. */
  readonly firstToken: NonNullable<TextDetails['firstToken']>;
  /**
   * Whether the cells are smaller than the run length's standard ones, because the device is slow or the context short.
   */
  readonly isReduced: boolean;
}

/** A run before its report is assembled (`bench/report/assemble-report.ts`). */
export type MeasuredRun = MeasuredTensors | MeasuredText;

/** Details of the model that was measured (R19). */
export interface ModelDetails {
  /** Element type of the weights, e.g. `float32`, `uint8 (qoperator)`; absent if the file does not specify it. */
  readonly weightType?: string;
  /** Nodes of the optimised graph by execution provider; absent if the engine does not report it. */
  readonly placement?: Readonly<Record<string, number>>;
}

/** Ticks of the page's 50 ms timer during the run (R15). */
export interface EventLoop {
  readonly ticks: number;
  /** Ticks that came more than 100 ms late. */
  readonly late: number;
  readonly worstMs: number;
}

export type FlagId =
  | 'indicative' // quick run: few samples
  | 'capped' // the time cap ended a cell before the required samples
  | 'unstable-warmup' // R3: warm-up never settled
  | 'coarse-clock' // R11
  | 'few-distinct-samples' // R11
  | 'interrupted' // R14: page hidden or frozen, charger plugged or pulled
  | 'busy-machine' // R15
  | 'wide-spread' // the interquartile range is wide relative to the median
  | 'fallback-device' // not the requested device
  | 'fewer-threads' // than requested: a page that is not cross-origin isolated has one
  | 'software-gpu'
  | 'smaller-cells' // R20: fewer tokens than standard, on a slow device or in a short context
  | 'incomplete' // R28: stopped before all items of a dataset had run
  | 'disagrees' // R22: the output is wrong, so the speed is invalid
  | 'agreement-not-measured';

export interface RequestedTarget extends Target {
  /** If absent, the engine's own default. */
  readonly threads?: number;
}

/** What was actually opened. */
export interface OpenedTarget extends Target {
  readonly version: string;
  /** Which of the engine's builds, e.g. `wasm`, `jspi`. */
  readonly build: string;
  readonly threads: number;
  /** Devices requested first that could not open the model, with the engine's reason. */
  readonly failedDevices: readonly { readonly device: DeviceId; readonly why: string }[];
}

/** One-time costs before the steady state, excluding those of each cell (R1, R2). */
export interface StartupTimes {
  /** cold: the first use of the engine since page load, with its code not cached. */
  readonly start: 'cold' | 'warm';
  /** Where most of the engine's code came from; absent if the browser does not report it. */
  readonly codeFrom?: 'network' | 'cache';
  /** `null` if nothing had to be downloaded. */
  readonly downloadMs: number | null;
  /** Loading the engine's code; absent if it is not timed separately from creating the session. */
  readonly loadMs?: number;
  readonly createMs: number;
}

/**
 * The energy of one inference, generated token or item of a dataset: the mean power during the run times its median duration.
 * Everything that a counter covers is included, idle power and other programs too; counters are never added, since a
 * battery also feeds the processor.
 */
export interface ReportEnergy {
  readonly counters: readonly {
    readonly source: EnergySource;
    /** What the counter measures, as the system names it: `package-0`, a GPU's name, `BAT0`. */
    readonly name: string;
    readonly joules: number;
    /** Half the width of the interval that follows from the counter's steps and the time between its updates. */
    readonly uncertaintyJ: number;
    readonly watts: number;
  }[];
  /** Sources without a counter, and why. */
  readonly missing: readonly { readonly source: EnergySource; readonly reason: NoEnergy }[];
  /** Carbon intensity of the electricity in g CO2e/kWh, as stated by the user; `null` if it is not stated. */
  readonly gridGramsPerKwh: number | null;
}

/** The mean power during a run by each counter, and why other sources have none. */
export interface MeasuredPower {
  readonly counters: readonly {
    readonly source: EnergySource;
    /** What it measures, as the system names it. */
    readonly name: string;
    readonly watts: number;
    readonly uncertaintyW: number;
  }[];
  readonly missing: readonly { readonly source: EnergySource; readonly reason: NoEnergy }[];
  /** Of the electricity, in g CO2e/kWh, as the user states it; `null` if it is not stated. */
  readonly gridGramsPerKwh: number | null;
}

/** From the least to the most severe. */
export type Validity = 'valid' | 'indicative' | 'noisy' | 'interrupted' | 'invalid';

/** The fields common to all reports (R19). Plain JSON. */
interface ReportHeader {
  readonly schema: 2;
  readonly app: { readonly version: string; readonly commit: string };
  /** Version of the frozen method, `bench/method.ts`. */
  readonly method: string;
  readonly startedAt: string; // RFC 3339, to the minute: enough to sort results, too coarse to track a user
  readonly subject: {
    readonly kind: Subject['kind'];
    readonly id: string;
    /** 0 if only the companion, or a remote server, has the files: nobody here has read them. */
    readonly sizeBytes: number;
    /** SHA-256 of the bytes that were opened; empty if not computed. */
    readonly sha256: string;
    /** Element type of the weights, e.g. `float32`, `uint8 (qoperator)`; absent if the file does not specify it. */
    readonly weightType?: string;
    /** Each file of an evaluated model, if it has several; their SHA-256 together is `sha256`. */
    readonly files?: readonly ModelFile[];
  };
  readonly target: { readonly requested: RequestedTarget; readonly opened: OpenedTarget };
  readonly settings: EngineSettings;
  readonly environment: Environment;
  /** R15; absent if no page was open to run a timer. */
  readonly eventLoop?: EventLoop;
  readonly phases?: StartupTimes;
  readonly memory?: MemoryInUse;
  /** Absent in a page, which cannot measure it. */
  readonly energy?: ReportEnergy;
  readonly flags: readonly FlagId[];
  readonly validity: Validity;
}

/** The fields of a report whose cells were timed by the rules of R3 and R5. */
interface SpeedHeader extends ReportHeader {
  readonly effort: Effort;
  /** Seed of the order of the cells (R17). */
  readonly orderSeed: number;
}

/** A model with tensor inputs and outputs. */
export interface TensorReport extends SpeedHeader {
  readonly kind: 'tensor';
  readonly cells: readonly Cell[];
  /** Sizes set for free dimensions of a user-supplied model. */
  readonly dimensions?: Dimensions;
  /** Nodes of the optimised graph by execution provider; absent if the engine does not report it. */
  readonly placement?: Readonly<Record<string, number>>;
  /** The number of integer convolutions that ran in float32, with identical results; absent if none. */
  readonly float32Convolutions?: number;
  /** Absent if the session ran in the program that measured it. */
  readonly roundTrip?: RoundTrip;
}

/** What a report of a language model contains besides its cells. */
interface TextDetails {
  /** The opened context length in tokens. */
  readonly contextLength: number;
  /** Whether generation times include sampling each token and decoding it to text. */
  readonly sampling: 'inside' | 'outside';
  /** Whether prompt times include tokenising its text. */
  readonly tokenising: 'inside' | 'outside';
  /** From the call to the first token generated for a prompt of this length, tokenising and sampling included. */
  readonly firstToken?: { readonly promptTokens: number; readonly steady: SteadyState };
  readonly agreement: TextAgreement;
}

/** A language model (R20). */
export interface TextReport extends SpeedHeader, TextDetails {
  readonly kind: 'text';
  readonly cells: readonly TextCell[];
}

/** One phase of a task, over the items of a dataset, in milliseconds per item. */
export interface StageTiming {
  /** `pre` includes decoding, which overlaps with the run of the item before. */
  readonly name: 'pre' | 'inference' | 'post';
  /** Time of the first item, which is part of the steady state only if it is the only one. */
  readonly firstMs: number;
  readonly steady: SteadyState;
}

/** The set that a model was evaluated on. */
export interface EvaluatedDataset {
  /** Name of the dataset's folder. */
  readonly name: string;
  /** Format of its labels: a layout of `src/evaluate`. */
  readonly layout: string;
  /** SHA-256 over the canonical JSON of the paths, labels and hashes of all items that ran. */
  readonly sha256: string;
  /** Items that have a score. */
  readonly items: number;
  /** Items that could not be read or run. */
  readonly failed: number;
  /** Items that did not run because the run was stopped. */
  readonly notRun: number;
  /** The random sample that was drawn from all labelled items of the dataset; absent if all ran. */
  readonly sample?: { readonly of: number; readonly seed: number };
}

/** Another model that the same items were run on. */
export interface EvaluationBaseline {
  readonly id: string;
  readonly sha256: string;
  /** Every file, if it has several. */
  readonly files?: readonly ModelFile[];
  /** Whether its predictions are the ground truth, so that scores are agreement instead of accuracy. */
  readonly isGroundTruth: boolean;
}

/** A model that was evaluated on a dataset for a task (R28). */
export interface TaskReport extends ReportHeader {
  readonly kind: 'task';
  /** A folder of `src/tasks`. */
  readonly task: string;
  readonly data: EvaluatedDataset;
  readonly baseline?: EvaluationBaseline;
  readonly scores: readonly Score[];
  /** Outcomes of hostile inputs; absent if none were run. */
  readonly hostileInputs?: readonly HostileResult[];
  readonly cells: readonly StageTiming[];
}

/** A report of how fast a model runs, on inputs of the method. */
export type SpeedReport = TensorReport | TextReport;
/** The complete report of one measured run. `kind` distinguishes the kinds; a new kind is one more member. */
export type Report = SpeedReport | TaskReport;
export type ReportKind = Report['kind'];
