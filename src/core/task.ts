import type { ModelFacts } from './model-facts.ts';
import type { ByteSource } from './model.ts';
import type { Tensors, TensorSpec } from './tensor.ts';

/** A rectangle of whole pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A decoded image. The worker draws it with OffscreenCanvas, so tasks stay free of the DOM. */
export interface InputImage {
  readonly width: number;
  readonly height: number;
  /**
   * The whole image resampled bilinearly to this size, or only its `region`, which costs less: RGBA bytes, row-major,
   * 4 a pixel.
   */
  rgba(width: number, height: number, region?: Region): Uint8ClampedArray;
}

/** The inputs and outputs of a graph, from an opened session or the header of a file. */
export interface GraphSignature {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

/** One graph that a task runs, e.g. the detector of a text reader. */
export interface GraphRole {
  /** True where the task also works without it. */
  readonly isOptional?: boolean;
  /** Whether the graph is one for this role. Pure and cheap: it is called for every graph of a model. */
  matches(graph: GraphSignature): boolean;
}

/** A file that is no graph and belongs to the model, e.g. a list of labels. */
export interface FileRole {
  readonly isOptional?: boolean;
  /** Matches the names of such files, without folders. */
  readonly name: RegExp;
}

/** An opened graph in its role. */
export interface Graph {
  readonly facts: GraphSignature;
  /** Inputs and outputs as for `TensorSession.run`. @throws AppError as there, and aborted */
  run(inputs: Tensors): Promise<Tensors>;
  /** The facts of the header of the graph's file, metadata included. @throws AppError as the reader of its format */
  header(): Promise<ModelFacts>;
}

/** What a pipeline is made of, by role; a role that is optional may be absent. */
export interface PipelineParts {
  readonly graphs: Readonly<Partial<Record<string, Graph>>>;
  readonly files: Readonly<Partial<Record<string, ByteSource>>>;
}

export interface PipelineOptions<Result> {
  /** Called with what is known so far, where a run takes long enough to show it. */
  readonly onPartial?: (partial: Result) => void;
  /** Stops the pipeline before its next graph run. */
  readonly signal?: AbortSignal;
}

/** A task bound to open graphs. It may run each of them several times, and keep state from one input to the next. */
export interface Pipeline<Input, Result> {
  /** @throws AppError as the graphs do; input-blank where the input holds nothing to read */
  run(input: Input, options: PipelineOptions<Result>): Promise<Result>;
}

/** The code of a task, loaded when a model is opened for it. Pure. */
export interface TaskCode<Input, Result> {
  /** The graphs by role. A task of one graph has one role, which accepts any single graph. */
  readonly roles: Readonly<Record<string, GraphRole>>;
  /** @throws AppError model-unsupported where the graphs' inputs or outputs are not ones this task can read */
  bind(parts: PipelineParts): Pipeline<Input, Result> | Promise<Pipeline<Input, Result>>;
  /** Agreement of `got` with `want`, 0 (nothing in common) to 1 (the same). */
  score(got: Result, want: Result): number;
}

/** The inputs that tasks take, by kind. */
export interface TaskInputs {
  image: InputImage;
}

/** A task as pages and commands know it, without its code: `src/tasks/<id>/task.ts`. */
export interface Task<Result = unknown, Kind extends keyof TaskInputs = keyof TaskInputs> {
  readonly input: Kind;
  /** Folder of its view in `src/ui/run`. */
  readonly view: string;
  /** Id of the bundled model that runs where none is named; null: the user chooses one. */
  readonly demoModel: string | null;
  /** Files next to the graphs, by role. */
  readonly files?: Readonly<Record<string, FileRole>>;
  /** Results as a table: one row or several for each input. Pixels, probabilities and the like in full precision. */
  readonly table: ResultTable<Result>;
  /** What of a result is written as JSON; absent: all of it. */
  toJson?(result: Result): unknown;
  code(): Promise<TaskCode<TaskInputs[Kind], Result>>;
}

export interface ResultTable<Result> {
  readonly columns: readonly string[];
  rows(result: Result): readonly (readonly (string | number)[])[];
}

/** Wall-clock split of one run, in milliseconds; the three add up to the whole. */
export interface Timing {
  /** Until the first graph runs. */
  readonly preMs: number;
  /** In the graphs, summed over their runs. */
  readonly inferenceMs: number;
  /** The rest: between the graphs' runs, and after the last. */
  readonly postMs: number;
}

export interface TaskRun<Result> {
  readonly result: Result;
  readonly timing: Timing;
  /** How often each graph ran, by role. */
  readonly graphRuns: Readonly<Record<string, number>>;
}
