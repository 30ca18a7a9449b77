import { openSession, type SessionHandle } from '#bridge/handle.ts';
import type { Opened, OpenRequest, TaskInput } from '#bridge/contract.ts';
import type { DeviceId, RuntimeId } from '#core/engines.ts';
import { tensorEngine } from '#core/entry-file.ts';
import { AppError, asAppError } from '#core/error.ts';
import type { Model, TaskId } from '#core/model.ts';
import type { Progress } from '#core/report.ts';
import type { TaskRun } from '#core/task.ts';

/** Which model, and how it is to be run. */
export interface Choice {
  readonly model: Pick<Model, 'id' | 'runtime'> | readonly File[];
  /** null: what the files ask for. */
  readonly runtime: RuntimeId | null;
  readonly device: DeviceId;
  readonly threads: number | null;
  readonly task: TaskId;
}

/** The one model that the Run page holds open. Opening another closes the one before. */
export class OpenModel {
  opened = $state.raw<Opened | null>(null);
  progress = $state.raw<Progress | null>(null);
  error = $state.raw<AppError | null>(null);
  #isOpening = $state(false);
  #opening: Promise<SessionHandle> | null = null;
  #stop = new AbortController();

  get isOpening(): boolean {
    return this.#isOpening;
  }

  /**
   * Starts a worker and opens the model in it. What goes wrong is in `error`, is what this resolves to, and is what
   * every `run` rejects with until another opening. null: open, or replaced by another opening meanwhile.
   */
  async open(choice: Choice): Promise<AppError | null> {
    this.close();
    const stop = (this.#stop = new AbortController());
    const isCurrent = () => stop === this.#stop;
    this.#isOpening = true;
    this.#opening = connect(choice, stop.signal, (progress) => isCurrent() && (this.progress = progress));
    try {
      const handle = await this.#opening;
      if (isCurrent()) this.opened = handle.opened;
      else handle.close();
      return null;
    } catch (thrown) {
      if (!isCurrent()) return null;
      return (this.error = asAppError(thrown));
    } finally {
      if (isCurrent()) this.#isOpening = false;
    }
  }

  /** Gives up opening; `error` says that it was stopped. */
  cancel(): void {
    this.#stop.abort();
  }

  close(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#opening?.then((handle) => handle.close()).catch(() => {}); // a failed opening holds nothing to close
    this.#opening = null;
    this.#isOpening = false;
    this.opened = null;
    this.progress = null;
    this.error = null;
  }

  /**
   * Waits for the model where it is still being opened. An aborted run ends the worker; the next run starts another.
   * @throws AppError what opening threw, or the run
   */
  async run<Result>(task: TaskId, input: TaskInput, signal?: AbortSignal): Promise<TaskRun<Result>> {
    if (!this.#opening) throw new AppError('model-unknown', { model: '' });
    const handle = await this.#opening;
    const run = await handle.runTask(task, input, { signal });
    if (this.opened !== handle.opened) this.opened = handle.opened;
    return run as TaskRun<Result>; // the task's id decides what its result is; the bridge carries any
  }
}

/** Every fault, one in the choice included, is a rejection. */
async function connect(choice: Choice, signal: AbortSignal, onProgress: (progress: Progress) => void) {
  return openSession(requestFor(choice), { signal, onProgress });
}

function requestFor({ model, runtime, device, threads, task }: Choice): OpenRequest {
  const isNamed = 'id' in model;
  return {
    subject: isNamed ? { kind: 'model', id: model.id } : { kind: 'files', files: model },
    runtime: runtime ?? (isNamed ? model.runtime : runtimeByName(model)),
    // Where the device asked for cannot take the model, wasm does, and the engine line says why.
    task,
    options: { devices: device === 'wasm' ? ['wasm'] : [device, 'wasm'], ...(threads === null ? {} : { threads }) },
  };
}

/** Where no name tells, the worker looks inside and says what the file is. */
export function runtimeByName(files: readonly File[]): RuntimeId {
  return tensorEngine(files.map(({ name }) => name)) ?? 'ort';
}
