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

/** A decoded image. The worker draws it with OffscreenCanvas, so tasks do not need the DOM. */
export interface InputImage {
  readonly width: number;
  readonly height: number;
  /**
   * The whole image resampled bilinearly to this size, or only its `region`, which is cheaper: RGBA bytes, row-major, 4
   * per pixel.
   */
  rgba(width: number, height: number, region?: Region): Uint8ClampedArray;
}

/** The sample rate of `InputAudio`, in hertz. */
export const audioSampleRate = 16_000;

/** Decoded sound. */
export interface InputAudio {
  /** One channel at `audioSampleRate`, -1 to 1. */
  readonly samples: Float32Array;
  /** The language spoken, as an ISO 639 code such as `en`; detected if absent. */
  readonly language?: string;
}

/** The inputs and outputs of a graph, from an open session or a file's header. */
export interface GraphSignature {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** Entries of the file's header, if it was read. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** One graph that a task runs, e.g. the text detector of OCR. */
export interface GraphRole {
  /** Whether the task also works without it. */
  readonly isOptional?: boolean;
  /** Whether the graph is suitable for this role. Pure and cheap: it is called for every graph of a model. */
  matches(graph: GraphSignature): boolean;
}

/** A file other than a graph that belongs to the model, e.g. a list of labels. */
export interface FileRole {
  readonly isOptional?: boolean;
  /** Matches the file names, without folders. */
  readonly namePattern: RegExp;
  /** The name by which the file is asked for if it is missing; if absent, the id of the role. */
  readonly usualName?: string;
  /**
   * Whether a file with this name is the right one, by its content: several files of a model can share a name in
   * different folders.
   */
  holds?(text: string): boolean;
}

/** An open graph in its role. */
export interface Graph {
  readonly facts: GraphSignature;
  /**
   * Inputs and outputs as for `TensorSession.run`.
   * @throws AppError what that throws, and aborted
   */
  run(inputs: Tensors): Promise<Tensors>;
  /**
   * The facts from the header of the graph's file, metadata included; `null` if its files are on a server.
   * @throws AppError what the reader of its format throws
   */
  header(): Promise<ModelFacts | null>;
}

/** The graphs and files of a pipeline, by role; optional roles may be absent. */
export interface PipelineComponents {
  readonly graphs: Readonly<Partial<Record<string, Graph>>>;
  readonly files: Readonly<Partial<Record<string, ByteSource>>>;
}

/** Settings of a detector; what is absent is left to the task and the model. */
export interface DetectionSettings {
  /** Minimum score of the results that are shown and exported, 0 to 1. */
  readonly minScore?: number;
  /** If boxes overlap by more (intersection over union, 0 to 1), only the best one remains. */
  readonly maxOverlap?: number;
}

export interface PipelineOptions<Result> {
  /** See `DetectionSettings`; if absent, the default of the model's authors applies. */
  readonly maxOverlap?: number | undefined;
  /** Called with the result so far, if a run takes long enough to show it. */
  readonly onPartial?: (partial: Result) => void;
  /** Stops the pipeline before its next graph run. */
  readonly signal?: AbortSignal;
  /** The result is scored, not shown: a detector also reports boxes of low scores, which average precision needs. */
  readonly isForScoring?: boolean;
}

/** A task bound to open graphs. It may run each of them several times, and retain state between inputs. */
export interface Pipeline<Input, Result> {
  /** The labels that results can have, by the model's class id; absent if the task has no classes. */
  readonly labels?: readonly string[];
  /** @throws AppError what the graphs throw; input-blank if the input contains nothing to read */
  run(input: Input, options: PipelineOptions<Result>): Promise<Result>;
}

/** How a task runs: the graphs that it needs and how they become a pipeline. Loaded when a model is opened for it. Pure. */
export interface PipelineDefinition<Input, Result> {
  /** The graphs by role. A single-graph task has one role, which accepts any single graph. */
  readonly roles: Readonly<Record<string, GraphRole>>;
  /** @throws AppError model-unsupported if this task cannot use the graphs' inputs or outputs */
  bind(components: PipelineComponents): Pipeline<Input, Result> | Promise<Pipeline<Input, Result>>;
  /** Agreement of `actual` with `expected`, 0 (nothing in common) to 1 (the same). */
  score(actual: Result, expected: Result): number;
}

/** The inputs that tasks take, by kind. */
export interface TaskInputs {
  image: InputImage;
  audio: InputAudio;
  /** One or several texts, such as the two of a pair. */
  text: readonly string[];
}

/** A task's description for pages and commands, without its pipeline: `src/tasks/<id>/task.ts`. */
export interface Task<Result = unknown, Kind extends keyof TaskInputs = keyof TaskInputs> {
  readonly input: Kind;
  /** Whether it is for any model, and therefore offered only for those that no other task is for. */
  readonly isFallback?: boolean;
  /** Folder of its view in `src/ui/run`. */
  readonly view: string;
  /** Id of the bundled model to run if none is specified; `null` if the user has to choose one. */
  readonly demoModel: string | null;
  /** The query with which the Hub lists models for it. */
  readonly hubSearch?: Readonly<Record<string, string>>;
  /** Files next to the graphs, by role. */
  readonly files?: Readonly<Record<string, FileRole>>;
  /** Results as a table: one or more rows per input. Pixels, probabilities and the like in full precision. */
  readonly table: ResultTable<Result>;
  /** The results with a score of at least `minScore`, which alone are shown and exported; only of a detector. */
  filter?(result: Result, minScore: number): Result;
  /** The minimum score at first, if it differs from that of object detectors. */
  readonly minScore?: number;
  /** The part of a result to write as JSON; if absent, all of it. */
  toJson?(result: Result): unknown;
  loadPipeline(): Promise<PipelineDefinition<TaskInputs[Kind], Result>>;
  /** What of a result can drift; absent if only the input is compared. */
  observe?(result: Result): Observation;
  /** How it runs on the frames of a video; absent if it does not. Only for images. */
  readonly video?: VideoTask<Result>;
  /** How its results are scored against labels; absent if they cannot be. */
  evaluation?(): Promise<TaskEvaluation<Result, unknown>>;
}

/** How a task runs on a video. */
export interface VideoTask<Result> {
  /** @param minScore of the results that start a track */
  loadTracker(): Promise<new (minScore: number) => ResultTracker<Result>>;
  /** The tracked results of a frame as a table. */
  readonly table: ResultTable<Result>;
}

export interface ResultTable<Result> {
  readonly columns: readonly string[];
  rows(result: Result): readonly (readonly (string | number)[])[];
}

/** Wall-clock split of one run, in milliseconds; the three add up to the whole. */
export interface Timing {
  /** Time before the first graph runs. */
  readonly preMs: number;
  /** Time in the graphs, summed over their runs. */
  readonly inferenceMs: number;
  /** The rest: time between graph runs and after the last. */
  readonly postMs: number;
}

export interface TaskRun<Result> {
  readonly result: Result;
  readonly timing: Timing;
  /** The number of runs of each graph, by role. */
  readonly graphRuns: Readonly<Record<string, number>>;
}

/** The result of a task on one frame of a video. */
export interface FrameRun<Result> {
  /** When the frame is shown, from the start of the video. */
  readonly timeSeconds: number;
  readonly run: TaskRun<Result>;
}
