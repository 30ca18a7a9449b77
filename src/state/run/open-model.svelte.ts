import type { DeviceMeasurements } from '#planner/choose-setup.ts';
import { openSession, type SessionHandle, type SessionRequest } from '#bridge/session-handle.ts';
import type { TaskInput } from '#bridge/session-contract.ts';
import type { EvaluationItem, EvaluationScores } from '#evaluate/items/evaluation-item.ts';
import { listDevicesToTry, pickEngineSettings, type EngineSettings } from '#core/engine/engine-settings.ts';
import { rejectOnAbort } from '#core/delay.ts';
import type { DeviceId, TensorEngineId } from '#core/engine/engines.ts';
import { listTensorEngines } from '#core/model/entry-file.ts';
import type { Subject } from '#core/model/model.ts';
import type { AppError } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { FrameRun, TaskRun } from '#core/task/task.ts';
import type { VideoFacts } from '#core/task/video.ts';
import type { ModelReference } from '#links/run-link.ts';
import type { TaskId } from '#tasks/index.ts';
import type { HostileInputId, HostileOutcome } from '#core/report/hostile-result.ts';
import { isInCompanion, requireCompanionAccess } from '../companion/open-in-companion.ts';
import { withDeviceMeasurements } from '../device/device-measurements.ts';
import { ModelLoader } from '../shell/model-loader.svelte.ts';

/** The model to run, and the settings for opening it. */
export interface ModelSelection extends EngineSettings {
  readonly model: ModelReference | readonly File[];
  /** `null` for the preferred engine of the model's format. */
  readonly engine: TensorEngineId | null;
  /** `null` to choose it for the model from measurements of this device; likewise for `threads`. */
  readonly device: DeviceId | null;
  readonly threads: number | null;
  readonly dimensions?: Dimensions;
  readonly task: TaskId;
  readonly maxOverlap?: number | undefined;
  /** See `OpenRequest.forReport`. */
  readonly forReport?: boolean;
}

export interface RunOptions<Result> {
  readonly signal?: AbortSignal;
  /** Called with partial results, if the task reports them. */
  readonly onPartial?: (partial: Result) => void;
}

/** The open model of a page that runs a task. */
export class OpenModel extends ModelLoader<SessionHandle> {
  /** See {@link ModelLoader.load}; an invalid selection is reported like a failure to open. */
  open(selection: ModelSelection): Promise<AppError | null> {
    return this.load((options) =>
      withDeviceMeasurements(toSubject(selection.model), async (measurements) => {
        const companion = isInCompanion(selection.device) && { companion: requireCompanionAccess };
        return openSession({ ...toRequest(selection, measurements), ...companion }, options);
      }),
    );
  }

  /**
   * Waits for a model that is still opening; an abort then only ends the wait. Later, an abort terminates the worker,
   * and the next run starts another.
   * @throws any error while opening or running the model
   */
  async run<Result>(input: TaskInput, options: RunOptions<Result> = {}): Promise<TaskRun<Result>> {
    const run = await this.#callHandle(options.signal, (handle) =>
      handle.runTask(input, options as RunOptions<unknown>),
    );
    return run as TaskRun<Result>; // the task determines the type of its result, which the bridge does not know
  }

  /** See `SessionHandle.extractImageFeatures`. */
  extractImageFeatures(image: Blob, signal: AbortSignal): Promise<Readonly<Record<string, number>>> {
    return this.#callHandle(signal, (handle) => handle.extractImageFeatures(image, { signal }));
  }

  /** See `SessionHandle.openVideo`. */
  openVideo(file: Blob): Promise<VideoFacts> {
    return this.#callHandle(undefined, (handle) => handle.openVideo(file));
  }

  /** See `SessionHandle.runNextFrame`. */
  async runNextFrame<Result>(): Promise<FrameRun<Result> | null> {
    const frame = await this.#callHandle(undefined, (handle) => handle.runNextFrame());
    return frame as FrameRun<Result> | null; // the task determines the type, as in `run`
  }

  /** See `SessionHandle.closeVideo`. */
  async closeVideo(): Promise<void> {
    await (await this.waitForHandle()).closeVideo();
  }

  /** Evaluates items of a dataset. Waits and aborts as {@link OpenModel.run}. */
  evaluate(
    items: readonly EvaluationItem[],
    options: { readonly signal: AbortSignal; readonly returnGroundTruth: boolean },
  ): Promise<readonly EvaluatedItem[]> {
    return this.#callHandle(options.signal, (handle) => handle.evaluate(items, options));
  }

  /** See `SessionHandle.score`. */
  score(outcomes: readonly unknown[], signal: AbortSignal): Promise<EvaluationScores> {
    return this.#callHandle(signal, (handle) => handle.score(outcomes, { signal }));
  }

  /** See `SessionHandle.listRequestsSince`. */
  async listRequestsSince(startedAtMs: number): Promise<readonly string[] | null> {
    return (await this.waitForHandle()).listRequestsSince(startedAtMs);
  }

  /** See `SessionHandle.runHostile`. */
  runHostile(id: HostileInputId, signal: AbortSignal): Promise<HostileOutcome | null> {
    return this.#callHandle(signal, (handle) => handle.runHostile(id, { signal }));
  }

  async #callHandle<T>(signal: AbortSignal | undefined, call: (handle: SessionHandle) => Promise<T>): Promise<T> {
    const opening = this.waitForHandle();
    const handle = await (signal ? rejectOnAbort(signal, opening) : opening);
    const result = await call(handle);
    if (this.opened !== handle.opened) this.opened = handle.opened;
    return result;
  }
}

/** Returns the subject of a chosen model. */
export function toSubject(model: ModelSelection['model']): Subject {
  return 'id' in model ? { kind: 'model', id: model.id } : { kind: 'files', files: model };
}

function toRequest(selection: ModelSelection, deviceMeasurements: DeviceMeasurements): SessionRequest {
  const { model, device, threads, dimensions = {}, task, forReport = false } = selection;
  const isReference = 'id' in model;
  const engine = selection.engine ?? (isReference ? model.engineIds[0] : chooseEngineByName(model));
  const settings = pickEngineSettings(selection);
  return {
    subject: toSubject(model),
    engine,
    task,
    maxOverlap: selection.maxOverlap,
    dimensions,
    deviceMeasurements,
    forReport,
    options: {
      // The page shows why the devices before the open one failed.
      devices: device ? listDevicesToTry(engine, device, settings) : [],
      ...(threads !== null && { threads }),
      ...settings,
    },
  };
}

/** Chooses an engine by file names; if they do not identify the format, the worker reports the type of the file. */
function chooseEngineByName(files: readonly File[]): TensorEngineId {
  return listTensorEngines(files.map(({ name }) => name))[0] ?? 'ort';
}
