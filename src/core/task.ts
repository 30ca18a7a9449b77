import type { TaskId } from './model.ts';
import type { Tensors, TensorSpec } from './tensor.ts';

/** A rectangle of whole pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A decoded picture. The worker draws it with OffscreenCanvas, so tasks stay free of the DOM. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /**
   * The whole picture resampled bilinearly to this size, or only the `region` of it that is wanted, which costs less:
   * RGBA bytes, row-major, 4 a pixel.
   */
  rgba(width: number, height: number, region?: Region): Uint8ClampedArray;
}

/** What a task may ask of the opened model. */
export interface TaskModel {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

/** From an input to tensors, from tensors to a result, from a result to a score. Pure. */
export interface Task<Input, Result> {
  readonly id: TaskId;
  /** @throws AppError model-unsupported where the model's inputs or outputs are not ones this task can read */
  check(model: TaskModel): void;
  /** @throws AppError as `check` does; input-blank where the input holds nothing to read */
  encode(input: Input, model: TaskModel): Tensors;
  decode(outputs: Tensors, input: Input, model: TaskModel): Result;
  /** Agreement of `got` with `want`, 0 (nothing in common) to 1 (the same). */
  score(got: Result, want: Result): number;
}

/** Wall-clock split of one run, in milliseconds. */
export interface Timing {
  readonly preMs: number;
  readonly inferenceMs: number;
  readonly postMs: number;
}

export interface TaskRun<Result> {
  readonly result: Result;
  readonly timing: Timing;
}
