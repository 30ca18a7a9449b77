import type { BenchRequest, Cell } from '#core/report.ts';
import type { OpenOptions, RuntimeId, SessionFacts } from '#core/runtime.ts';
import type { Subject, TaskId } from '#core/model.ts';
import type { Tensors } from '#core/tensor.ts';
import type { TaskRun } from '#core/task.ts';

/** What a wait is doing, for the page to show. `fraction` is null where the length is not known. */
export interface Progress {
  readonly phase: 'fetch' | 'build' | 'create' | 'first' | 'warm-up' | 'steady' | 'check' | 'run';
  readonly fraction: number | null;
  /** Time left, from what was measured so far; null until something was. */
  readonly leftMs: number | null;
  readonly detail?: string;
}

export interface OpenRequest {
  readonly subject: Subject;
  readonly runtime: RuntimeId;
  readonly options: OpenOptions;
}

export interface Opened {
  readonly facts: SessionFacts;
  readonly id: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** null: nothing had to be fetched. */
  readonly downloadMs: number | null;
}

/** Pictures go as a file, or as a bitmap (a camera frame), which is transferred and closed by the worker. */
export type TaskInput = Blob | ImageBitmap | ImageData;

/** A measured run as the session's worker sees it; the page adds environment and interruptions (`bench/report.ts`). */
export interface Measured {
  readonly cells: readonly Cell[];
  /** Epoch milliseconds of the start and end of every sample, by cell, so that the page can void interrupted ones. */
  readonly spans: readonly (readonly (readonly [start: number, end: number])[])[];
  readonly clockStepUs: number;
  readonly capped: boolean;
}

/** The worker of one session. Every method is called through `bridge/handle.ts`, one call at a time. */
export interface SessionWorker {
  open(request: OpenRequest, onProgress: (progress: Progress) => void): Promise<Opened>;
  /** Buffers of inputs and outputs are transferred: the sender's are detached. */
  run(inputs: Tensors): Promise<Tensors>;
  runTask(task: TaskId, input: TaskInput): Promise<TaskRun<unknown>>;
  bench(request: BenchRequest, onProgress: (progress: Progress) => void): Promise<Measured>;
}
