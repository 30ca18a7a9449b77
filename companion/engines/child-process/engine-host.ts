import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#core/errors/error.ts';
import type { NativeEngineId } from '../load-engine.ts';
import { EngineLog } from './engine-log.ts';
import { EngineProcess } from './engine-process.ts';
import type { EngineProbe } from './child-messages.ts';

/** The delay before the restart after the second consecutive death. It doubles with each further death. Heuristic. */
const initialDelayMs = 100;
const maxDelayMs = 10_000;

/**
 * After this many deaths of the engine within this time, in calls of the same model, the model is rejected until the
 * companion restarts.
 */
const maxDeaths = 3;
const deathWindowMs = 60_000;
/** After this many successful calls of a model, its crashes no longer count: they had another cause. Heuristic. */
const successesToForget = 100;

const probeDeadlineMs = 60_000;

export interface HostOptions {
  /** The time without a call after which the process is terminated. Its sessions reopen with their next call. */
  readonly idleMs?: number;
  /** The program of the child process, which tests replace to simulate crashes. */
  readonly program?: string;
}

/** Runs an engine in a child process, which is started on demand and restarted if it has ended. */
export class EngineHost {
  readonly id: NativeEngineId;
  /** The output of the engine's process. */
  readonly log = new EngineLog();
  readonly #idleMs: number;
  readonly #program: string | undefined;
  #process: EngineProcess | null = null;
  #starting: Promise<EngineProcess> | null = null;
  #isClosed = false;
  readonly #cleanUps = new Set<() => Promise<void>>();
  #idleTimer: NodeJS.Timeout | undefined;
  #consecutiveDeaths = 0;
  /** The times at which the engine died in a call of a model, by the model's id. */
  readonly #deaths = new Map<string, { readonly atMs: readonly number[]; successes: number }>();

  constructor(id: NativeEngineId, { idleMs = 300_000, program }: HostOptions = {}) {
    this.id = id;
    this.#idleMs = idleMs;
    this.#program = program;
  }

  /** The id of the running process; `null` if none is running. */
  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /**
   * Reads the version and devices of the engine.
   * @throws AppError engine-not-ready | engine-unavailable | engine-died
   */
  probe(): Promise<EngineProbe> {
    return this.use(null, (process) => process.call('probe', {}, { deadlineMs: probeDeadlineMs }));
  }

  /**
   * Calls the process, which is started if none is running.
   * @param model the id of the model that the call concerns
   * @throws AppError what `work` throws; engine-died; model-unsupported if this model has crashed the engine too often
   */
  async use<T>(model: string | null, work: (process: EngineProcess) => Promise<T>): Promise<T> {
    if (model !== null) this.#checkDeaths(model);
    const process = await this.#getProcess();
    clearTimeout(this.#idleTimer);
    try {
      const result = await work(process);
      this.#consecutiveDeaths = 0;
      if (model !== null) this.#recordSuccess(model);
      return result;
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'engine-died') this.#recordDeath(model);
      throw thrown;
    } finally {
      this.#scheduleIdleEnd(process);
    }
  }

  /**
   * Registers work to be done when this host is closed.
   * @returns a function that removes it again
   */
  onClose(cleanUp: () => Promise<void>): () => void {
    this.#cleanUps.add(cleanUp);
    return () => this.#cleanUps.delete(cleanUp);
  }

  /** Ends the process for good, and removes the copies of its models. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idleTimer);
    await this.#starting?.catch(() => {});
    const process = this.#process;
    process?.kill();
    await process?.ended;
    await Promise.all([...this.#cleanUps].map((cleanUp) => cleanUp()));
  }

  #getProcess(): Promise<EngineProcess> {
    const process = this.#process;
    if (process && !process.isEnding) return Promise.resolve(process);
    this.#starting ??= (process?.ended ?? Promise.resolve())
      .then(() => this.#start())
      .finally(() => (this.#starting = null));
    return this.#starting;
  }

  async #start(): Promise<EngineProcess> {
    if (this.#consecutiveDeaths > 1)
      await delay(Math.min(initialDelayMs * 2 ** (this.#consecutiveDeaths - 2), maxDelayMs));
    if (this.#isClosed) throw new AppError('aborted');
    const process = new EngineProcess(this.id, this.log, this.#program);
    this.#process = process;
    void process.ended.then(() => {
      if (this.#process === process) this.#process = null;
    });
    return process;
  }

  #scheduleIdleEnd(process: EngineProcess): void {
    clearTimeout(this.#idleTimer);
    if (process.isBusy) return;
    this.#idleTimer = setTimeout(() => process.kill(), this.#idleMs).unref();
  }

  #recordDeath(model: string | null): void {
    this.#consecutiveDeaths++;
    if (model === null) return;
    const { atMs = [] } = this.#deaths.get(model) ?? {};
    this.#deaths.set(model, { atMs: [...atMs, performance.now()].slice(-maxDeaths), successes: 0 });
  }

  #recordSuccess(model: string): void {
    const deaths = this.#deaths.get(model);
    if (deaths && ++deaths.successes >= successesToForget) this.#deaths.delete(model);
  }

  #checkDeaths(model: string): void {
    const { atMs = [] } = this.#deaths.get(model) ?? {};
    if (atMs.length < maxDeaths || atMs.at(-1)! - atMs[0]! > deathWindowMs) return;
    throw new AppError('model-unsupported', {
      model,
      engine: this.id,
      reason: 'engine-keeps-dying',
      deaths: maxDeaths,
    });
  }
}
