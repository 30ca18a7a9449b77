import type { ModelFiles } from '#core/model/model.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { MeasuredRun } from '#core/report/measured-run.ts';
import type { Progress } from '#core/report/progress.ts';
import type { EngineFacts, MemoryInUse, OpenOptions } from '#core/engine/runtime.ts';
import type { RecordedProfile } from '#profile/recorded-profile.ts';
import { placeOnDisk, type ModelFolder } from '../model-on-disk.ts';
import type { EngineHost } from './engine-host.ts';
import type { EngineProcess } from './engine-process.ts';

/** The default deadline of a call. Engines may compile a model for minutes. Heuristic, not measured. */
export const callDeadlineMs = 600_000;

/** Longer than any benchmark takes. Heuristic, not measured. */
const benchDeadlineMs = 7_200_000;

let lastSession = 0;

/** A model that is open in an engine's process. If that process ends, the model is reopened in the next process. */
export class RemoteModel {
  readonly facts: EngineFacts;
  readonly #host: EngineHost;
  readonly #folder: Awaited<ReturnType<typeof placeOnDisk>>;
  readonly #options: OpenOptions;
  readonly #session: number;
  /** The process in which the model is open. */
  #process: EngineProcess;
  #opening: Promise<unknown> | null = null;
  readonly #unregisterCleanup: () => void;

  private constructor(
    host: EngineHost,
    folder: Awaited<ReturnType<typeof placeOnDisk>>,
    options: OpenOptions,
    { session, process, facts }: { session: number; process: EngineProcess; facts: EngineFacts },
  ) {
    this.#host = host;
    this.#folder = folder;
    this.#options = { ...options, devices: [facts.device] };
    this.#session = session;
    this.#process = process;
    this.facts = facts;
    this.#unregisterCleanup = host.onClose(() => folder.remove());
  }

  /**
   * Opens a model in a host's process.
   * @throws AppError from the engine | engine-died
   */
  static async open(host: EngineHost, model: ModelFiles, options: OpenOptions): Promise<RemoteModel> {
    const folder = await placeOnDisk(model);
    const session = ++lastSession;
    try {
      return await host.withProcess(folder.id, async (process) => {
        const facts = await openModel(process, session, folder, options);
        return new RemoteModel(host, folder, options, { session, process, facts });
      });
    } catch (thrown) {
      await folder.remove();
      throw thrown;
    }
  }

  /**
   * Runs `work` with the process and this session, which is reopened if needed.
   * @throws AppError from the engine | engine-died
   */
  withSession<T>(work: (process: EngineProcess, session: number) => Promise<T>): Promise<T> {
    return this.#host.withProcess(this.#folder.id, async (process) => {
      if (process !== this.#process) await (this.#opening ??= this.#reopen(process));
      return work(process, this.#session);
    });
  }

  /**
   * Measures the session in the engine's process, so that the times do not include the transfer of tensors.
   * @throws AppError from the measurement
   */
  bench(
    request: BenchRequest,
    orderSeed: number,
    { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: Progress) => void },
  ): Promise<MeasuredRun> {
    const options = { signal, deadlineMs: benchDeadlineMs, onUpdate: onProgress };
    return this.withSession((process, session) => process.call('bench', { session, request, orderSeed }, options));
  }

  /**
   * Profiles the session in the engine's process.
   * @throws AppError engine-unavailable if the engine does not support profiling
   */
  profile(
    request: BenchRequest,
    { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: Progress) => void },
  ): Promise<RecordedProfile> {
    const options = { signal, deadlineMs: benchDeadlineMs, onUpdate: onProgress };
    return this.withSession((process, session) => process.call('profile', { session, request }, options));
  }

  memory(): Promise<MemoryInUse> {
    return this.withSession((process, session) => process.call('memory', { session }, { deadlineMs: callDeadlineMs }));
  }

  async close(): Promise<void> {
    const process = this.#process;
    const isOpen = !process.hasEnded;
    if (isOpen) await process.call('close', { session: this.#session }, { deadlineMs: callDeadlineMs }).catch(() => {});
    this.#unregisterCleanup();
    await this.#folder.remove();
  }

  async #reopen(process: EngineProcess): Promise<void> {
    try {
      await openModel(process, this.#session, this.#folder, this.#options);
      this.#process = process;
    } finally {
      this.#opening = null;
    }
  }
}

function openModel(
  process: EngineProcess,
  session: number,
  { id, entry, folder, names }: ModelFolder,
  options: OpenOptions,
): Promise<EngineFacts> {
  return process.call(
    'open',
    { session, model: { id, entry, folder, names }, options },
    { deadlineMs: callDeadlineMs },
  );
}
