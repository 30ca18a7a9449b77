import type { BenchRequest, Measured, Progress } from '#core/report.ts';
import type { Opened, OpenOptions, RuntimeId } from '#core/runtime.ts';
import type { Subject, TaskId } from '#core/model.ts';
import type { Tensors } from '#core/tensor.ts';
import type { TaskRun } from '#core/task.ts';

export interface OpenRequest {
  readonly subject: Subject;
  readonly runtime: RuntimeId;
  readonly options: OpenOptions;
}

export type { Measured, Opened, Progress };

/** Pictures go as a file, or as a bitmap (a camera frame), which is transferred and closed by the worker. */
export type TaskInput = Blob | ImageBitmap | ImageData;

/** The worker of one session. Every method is called through `bridge/handle.ts`, one call at a time. */
export interface SessionWorker {
  open(request: OpenRequest, onProgress: (progress: Progress) => void): Promise<Opened>;
  /** Buffers of inputs and outputs are transferred: the sender's are detached. */
  run(inputs: Tensors): Promise<Tensors>;
  runTask(task: TaskId, input: TaskInput): Promise<TaskRun<unknown>>;
  bench(request: BenchRequest, onProgress: (progress: Progress) => void): Promise<Measured>;
}
