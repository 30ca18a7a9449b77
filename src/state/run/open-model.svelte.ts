import { openSession, type SessionHandle } from '#bridge/handle.ts';
import type { OpenRequest, TaskInput } from '#bridge/contract.ts';
import type { DeviceId, RuntimeId } from '#core/engines.ts';
import { tensorEngine } from '#core/entry-file.ts';
import type { AppError } from '#core/error.ts';
import type { Model } from '#core/model.ts';
import type { TaskRun } from '#core/task.ts';
import type { TaskId } from '#tasks/index.ts';
import { ModelLoader } from '../shell/model-loader.svelte.ts';

/** Which model, and how it is to be run. */
export interface Choice {
  readonly model: Pick<Model, 'id' | 'runtime'> | readonly File[];
  /** null: what the files ask for. */
  readonly runtime: RuntimeId | null;
  readonly device: DeviceId;
  readonly threads: number | null;
  readonly task: TaskId;
}

interface RunOptions<Result> {
  readonly signal?: AbortSignal;
  /** Called with what is known so far, where the task reports it. */
  readonly onPartial?: (partial: Result) => void;
}

/** The model that the Run page holds open. */
export class OpenModel extends ModelLoader<SessionHandle> {
  /** As {@link ModelLoader.hold}; a fault in the choice counts as one of opening. */
  open(choice: Choice): Promise<AppError | null> {
    return this.hold(async (options) => openSession(requestFor(choice), options));
  }

  /**
   * Waits for the model where it is still being opened. An aborted run ends the worker; the next run starts another.
   * @throws AppError what opening threw, or the run
   */
  async run<Result>(input: TaskInput, options: RunOptions<Result> = {}): Promise<TaskRun<Result>> {
    const handle = await this.handle();
    const run = await handle.runTask(input, options as RunOptions<unknown>);
    if (this.opened !== handle.opened) this.opened = handle.opened;
    return run as TaskRun<Result>; // the task decides what its result is; the bridge carries any
  }
}

function requestFor({ model, runtime, device, threads, task }: Choice): OpenRequest {
  const isNamed = 'id' in model;
  return {
    subject: isNamed ? { kind: 'model', id: model.id } : { kind: 'files', files: model },
    runtime: runtime ?? (isNamed ? model.runtime : runtimeByName(model)),
    task,
    // Where the device asked for cannot take the model, wasm does, and the engine line says why.
    options: { devices: device === 'wasm' ? ['wasm'] : [device, 'wasm'], ...(threads === null ? {} : { threads }) },
  };
}

/** Where no name tells, the worker looks inside and says what the file is. */
function runtimeByName(files: readonly File[]): RuntimeId {
  return tensorEngine(files.map(({ name }) => name)) ?? 'ort';
}
