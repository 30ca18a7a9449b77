import type { TaskEvaluation } from './evaluation.ts';
import type { ModelFacts } from '../model/model-facts.ts';
import type { ByteSource } from '../model/model.ts';
import type { Observation } from './observation.ts';
import type { Tensors, TensorSpec } from '../engine/tensor.ts';
import type { ResultTracker } from './video.ts';

/** A rectangle of whole pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A decoded image. The host draws it, so tasks do not need the DOM. */
export interface InputImage {
  readonly width: number;
  readonly height: number;
  /**
   * Resamples the image bilinearly to a size, and returns row-major RGBA bytes of the whole image or, which is cheaper,
   * of a region.
   */
  readRgba(width: number, height: number, region?: Region): Uint8ClampedArray;
}

/** The sample rate of `InputAudio`, in hertz. */
export const audioSampleRate = 16_000;

/** Decoded audio. */
export interface InputAudio {
  /** One channel at `audioSampleRate`, -1 to 1. */
  readonly samples: Float32Array;
  /** The spoken language as an ISO 639 code such as `en`; detected if absent. */
  readonly language?: string;
}

/** The inputs and outputs of a graph, from an open session or a file's header. */
export interface GraphSignature {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** Entries of the file's header, if it was read. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A graph that a task runs, e.g. the text detector of OCR. */
export interface GraphRole {
  /** Whether the task works without it. */
  readonly isOptional?: boolean;
  /** Whether a graph fits this role. Pure and cheap, because it is called for every graph of a model. */
  matches(graph: GraphSignature): boolean;
}

/** A file of a model other than its graphs, e.g. a list of labels. */
export interface FileRole {
  readonly isOptional?: boolean;
  /** Matches the file name without folders. */
  readonly namePattern: RegExp;
  /** The name shown if the file is missing; if absent, the id of the role. */
  readonly defaultName?: string;
  /** Checks the content of a file whose name matches, because files in different folders can have the same name. */
  matchesContent?(text: string): boolean;
}

/** An open graph. */
export interface Graph {
  readonly facts: GraphSignature;
  /**
   * See `TensorSession.run`.
   * @throws AppError from `TensorSession.run` | aborted
   */
  run(inputs: Tensors): Promise<Tensors>;
  /**
   * Reads the facts of the graph's file; `null` if its files are on a server.
   * @throws AppError from the format's reader
   */
  readHeader(): Promise<ModelFacts | null>;
}

/** The graphs and files of a pipeline, by role; optional roles may be absent. */
export interface PipelineComponents {
  readonly graphs: Readonly<Partial<Record<string, Graph>>>;
  readonly files: Readonly<Partial<Record<string, ByteSource>>>;
}

/** Settings of a detector. If one is absent, the default of the task or model applies. */
export interface DetectionSettings {
  /** Minimum score of the results that are shown and exported, 0 to 1. */
  readonly minScore?: number;
  /** IoU threshold of non-maximum suppression, 0 to 1. */
  readonly maxOverlap?: number;
}

export interface PipelineOptions<Result> {
  /** See `DetectionSettings`. */
  readonly maxOverlap?: number | undefined;
  /** Called with partial results of a long run. */
  readonly onPartial?: (partial: Result) => void;
  /** Aborts the pipeline before its next graph run. */
  readonly signal?: AbortSignal;
  /** Whether the result is scored. A detector then also returns boxes with low scores, for average precision. */
  readonly isForScoring?: boolean;
}

/** A task bound to open graphs. It may run each graph several times, and retain state between inputs. */
export interface Pipeline<Input, Result> {
  /** Labels by class id; absent if the task has no classes. */
  readonly labels?: readonly string[];
  /** @throws AppError from the graphs | input-blank if the input contains no text */
  run(input: Input, options: PipelineOptions<Result>): Promise<Result>;
}

/** The implementation of a task: its graphs and their pipeline. Loaded when a model is opened for the task. Pure. */
export interface PipelineDefinition<Input, Result> {
  /** A single-graph task has one role, which accepts any single graph. */
  readonly roles: Readonly<Record<string, GraphRole>>;
  /** @throws AppError model-unsupported if the inputs or outputs of the graphs do not fit the task */
  bind(components: PipelineComponents): Pipeline<Input, Result> | Promise<Pipeline<Input, Result>>;
  /** Computes the agreement of `actual` with `expected`, from 0 (none) to 1 (equal). */
  score(actual: Result, expected: Result): number;
}

/** Input types of tasks. */
export interface TaskInputs {
  image: InputImage;
  audio: InputAudio;
  /** One or several texts, such as a pair. */
  text: readonly string[];
}

/** The description of a task for pages and commands: `src/tasks/<id>/task.ts`. */
export interface Task<Result = unknown, Kind extends keyof TaskInputs = keyof TaskInputs> {
  readonly input: Kind;
  /** Whether it accepts any model, and is therefore offered only for models that no other task accepts. */
  readonly isFallback?: boolean;
  /** Folder of the view in `src/ui/run`. */
  readonly view: string;
  /** Id of the default bundled model; `null` if the user must choose a model. */
  readonly demoModel: string | null;
  /** Query of the Hub's list of models for the task. */
  readonly hubSearch?: Readonly<Record<string, string>>;
  /** Files other than the graphs, by role. */
  readonly files?: Readonly<Record<string, FileRole>>;
  /** Results as a table with one or more rows per input, in full precision. */
  readonly table: ResultTable<Result>;
  /** Filters the results of a detector to those with a score of at least `minScore`, which are shown and exported. */
  filter?(result: Result, minScore: number): Result;
  /** The default minimum score, if it differs from that of object detectors. */
  readonly minScore?: number;
  /** How the labels of parts of an input, such as tokens, can be joined; absent if there is only one way. */
  readonly aggregation?: {
    /** The default first. */
    readonly choices: readonly string[];
    /** Selects the results of one of these choices, which are shown and exported. */
    select(result: Result, choice: string): Result;
  };
  /** The fields of a result to export as JSON; all if absent. */
  toJson?(result: Result): unknown;
  loadPipeline(): Promise<PipelineDefinition<TaskInputs[Kind], Result>>;
  /** The features of a result for drift detection; absent if only the input is compared. */
  observe?(result: Result): Observation;
  /** Absent if an image task does not run on videos. */
  readonly video?: VideoTask<Result>;
  /** Absent if results cannot be scored against labels. */
  evaluation?(): Promise<TaskEvaluation<Result, unknown>>;
}

/** The tracking of a task's results in a video. */
export interface VideoTask<Result> {
  /** @param minScore the minimum score of a result that starts a track */
  loadTracker(): Promise<new (minScore: number) => ResultTracker<Result>>;
  /** The tracked results of a frame as a table. */
  readonly table: ResultTable<Result>;
}

export interface ResultTable<Result> {
  readonly columns: readonly string[];
  toRows(result: Result): readonly (readonly (string | number)[])[];
}

/** Wall-clock times of a run, which sum to its duration. */
export interface Timing {
  /** Time before the first graph runs. */
  readonly preMs: number;
  /** Total time of the graph runs. */
  readonly inferenceMs: number;
  /** Time between graph runs and after the last one. */
  readonly postMs: number;
}

export interface TaskRun<Result> {
  readonly result: Result;
  readonly timing: Timing;
  /** Number of runs by graph role. */
  readonly graphRuns: Readonly<Record<string, number>>;
}

/** The result of a task on one frame of a video. */
export interface FrameRun<Result> {
  /** Presentation time from the start of the video. */
  readonly timeSeconds: number;
  readonly run: TaskRun<Result>;
}
