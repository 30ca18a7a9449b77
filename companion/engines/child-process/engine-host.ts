import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#core/errors/error.ts';
import type { NativeEngineId } from '../load-engine.ts';
import { EngineLog } from './engine-log.ts';
import { EngineProcess } from './engine-process.ts';
import type { EngineProbe } from './child-messages.ts';

/**
 * The delay in milliseconds before a restart after two consecutive crashes. It doubles with each further crash.
 * Heuristic, not measured.
 */
const initialDelayMs = 100;
const maxDelayMs = 10_000;

/**
 * If calls of a model have crashed the engine this many times within this time, the model is rejected until the
 * companion restarts. Heuristic, not measured.
 */
const maxDeaths = 3;
const deathWindowMs = 60_000;
/** After this many successful calls of a model, its earlier crashes no longer count. Heuristic, not measured. */
const successesToForget = 100;

/** Heuristic, not measured. */
const probeDeadlineMs = 60_000;

export interface HostOptions {
  /** The idle time after which the process is terminated. Sessions reopen on their next call. */
  readonly idleMs?: number;
  /** The program of the child process. Tests replace it to simulate crashes. */
  readonly program?: string;
}

/** Runs an engine in a child process, which is started on demand and restarted after it has ended. */
export class EngineHost {
  readonly id: NativeEngineId;
  /** The output of the engine's processes. */
  readonly log = new EngineLog();
  readonly #idleMs: number;
  readonly #program: string | undefined;
  #process: EngineProcess | null = null;
  #starting: Promise<EngineProcess> | null = null;
  #isClosed = false;
  readonly #cleanups = new Set<() => Promise<void>>();
  #idleTimer: NodeJS.Timeout | undefined;
  #consecutiveDeaths = 0;
  /** The times at which calls of a model crashed the engine, by the model's id. */
  readonly #deaths = new Map<string, { readonly timesMs: readonly number[]; successes: number }>();

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
    return this.withProcess(null, (process) => process.call('probe', {}, { deadlineMs: probeDeadlineMs }));
  }

  /**
   * Runs `work` with the process, which is started if none is running.
   * @param model the id of the model that the call concerns
   * @throws AppError from `work`; engine-died; model-unsupported if this model has crashed the engine too often
   */
  async withProcess<T>(model: string | null, work: (process: EngineProcess) => Promise<T>): Promise<T> {
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
   * Registers a cleanup that runs when this host is closed.
   * @returns a function that unregisters it
   */
  onClose(cleanup: () => Promise<void>): () => void {
    this.#cleanups.add(cleanup);
    return () => this.#cleanups.delete(cleanup);
  }

  /** Ends the process permanently, and removes the copies of its models. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idleTimer);
    await this.#starting?.catch(() => {});
    const process = this.#process;
    process?.kill();
    await process?.ended;
    await Promise.all([...this.#cleanups].map((cleanup) => cleanup()));
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
    const { timesMs = [] } = this.#deaths.get(model) ?? {};
    this.#deaths.set(model, { timesMs: [...timesMs, performance.now()].slice(-maxDeaths), successes: 0 });
  }

  #recordSuccess(model: string): void {
    const deaths = this.#deaths.get(model);
    if (deaths && ++deaths.successes >= successesToForget) this.#deaths.delete(model);
  }

  #checkDeaths(model: string): void {
    const { timesMs = [] } = this.#deaths.get(model) ?? {};
    if (timesMs.length < maxDeaths || timesMs.at(-1)! - timesMs[0]! > deathWindowMs) return;
    throw new AppError('model-unsupported', {
      model,
      engine: this.id,
      reason: 'engine-keeps-dying',
      deaths: maxDeaths,
    });
  }
}
