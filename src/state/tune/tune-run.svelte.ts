import { AppError, asAppError } from '#core/errors/error.ts';
import type { Subject } from '#core/model/model.ts';
import type { BenchRequest, Dimensions } from '#core/report/bench-request.ts';
import { withBenchLock } from '#device/bench-lock.ts';
import { formatBenchLink } from '#links/bench-link.ts';
import { formatTuneRecordLink } from '#links/tune-link.ts';
import { storeResults } from '#records/result-records.ts';
import { loadTuning, storeTuning, type TuningRecord } from '#records/tuning-records.ts';
import { storeTunedConfiguration } from '#records/tuned-setups.ts';
import { computeOutcome } from '#tune/tune-outcome.ts';
import type { Configuration, Trial, Objective } from '#tune/configuration.ts';
import { listTrials, type TunedTarget } from '#tune/list-trials.ts';
import { orderTrials } from '#tune/order-trials.ts';
import { applyStep, findNextStep, startSearch, type SearchLimits } from '#tune/successive-halving.ts';
import { isRemaining, type SearchSpace } from '#tune/search-state.ts';
import { toBenchRequest, toTuneResult, findWinner } from '#tune/tune-result.ts';
import { cachedDeviceProfile } from '../device/cached-device-profile.svelte.ts';
import { deviceFacts } from '../device/device-facts.svelte.ts';
import { summariseTuning } from '../results/result-summary.ts';
import { reportDone, reportFailure, reportProgress, reportStart } from '../shell/automation-status.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { TrialRunner } from './trial-runner.ts';
import { readForecasts } from './tune-targets.ts';
import { toDeviceKey, findTuning, toModelKey } from './tuned-models.ts';

/** What to tune, and when to stop. */
export interface TuneRequest {
  readonly subject: Subject;
  readonly dimensions: Dimensions;
  readonly targets: readonly TunedTarget[];
  readonly budgetMs: number;
  readonly goalMs: number | null;
  readonly objective: Objective;
}

/**
 * The phases of a run: reading the device profile, computing reference outputs, rounds, and a head-to-head comparison
 * of the best trial with the best default.
 */
export type TunePhase = 'device' | 'reference' | 'round' | 'head-to-head';

/** How often the shown times change during a step, which can take many seconds. */
const updateIntervalMs = 500;

/** Finds the fastest configuration with correct outputs for a model. */
export class TuneRun {
  state = $state<'idle' | 'running' | 'paused' | 'done' | 'failed'>('idle');
  phase = $state<TunePhase>('device');
  /** The search so far and, once it ends, its outcome. */
  record = $state.raw<TuningRecord | null>(null);
  /** Whether another tab is measuring. */
  isWaiting = $state(false);
  error = $state.raw<AppError | null>(null);
  /** The configuration that is opened or measured; `null` before the first. */
  current = $state.raw<Configuration | null>(null);
  /** Time since work on this configuration began. */
  currentMs = $state(0);
  /** Time of the search, including the current step. */
  #spentMs = $state(0);
  #controller = new AbortController();
  #request: TuneRequest | null = null;

  /** The used fraction of the time limit, 0 to 1. */
  get budgetFraction(): number {
    return Math.min(1, this.#spentMs / (this.#request?.budgetMs ?? Infinity));
  }

  /** The rest of the time limit, in ms; `null` before the first measurement. */
  get remainingMs(): number | null {
    if (!this.record || !this.#request) return null;
    return Math.max(0, this.#request.budgetMs - this.#spentMs);
  }

  /** Trials that are still in the search. */
  get remainingTrials(): readonly Trial[] {
    const { record } = this;
    return record ? record.trials.filter(({ key }) => isRemaining(record.search, key)) : [];
  }

  /**
   * Shows the stored search of a model with an objective, finished or not. Has no effect while a search runs or is
   * shown.
   */
  async showStored(request: Pick<BenchRequest, 'subject' | 'dimensions'>, objective: Objective): Promise<void> {
    const stored = await findTuning(request.subject, objective, request.dimensions);
    if (this.state !== 'idle' || !stored) return;
    this.record = stored;
    this.state = stored.outcome ? 'done' : 'paused';
  }

  /**
   * Shows a stored search, also without its model.
   * @returns whether it is stored
   */
  async showRecord(id: string): Promise<boolean> {
    const stored = await loadTuning(id);
    if (!stored?.outcome || this.state !== 'idle') return false;
    [this.record, this.state] = [stored, 'done'];
    return true;
  }

  /** Starts a search, or continues the one that was paused. */
  async start(request: TuneRequest): Promise<void> {
    this.#controller.abort();
    const controller = (this.#controller = new AbortController());
    const { signal } = controller;
    const isSame = this.record?.model === toModelKey(request.subject);
    const unfinished = this.state === 'paused' && isSame ? this.record : null;
    this.#request = request;
    [this.state, this.error, this.record] = ['running', null, unfinished];
    reportStart('running');
    const endWork = beginWork('bench');
    try {
      const onWait = () => (this.isWaiting = true);
      await withBenchLock({ signal, onWait }, async () => {
        this.isWaiting = false;
        await this.#search(request, unfinished, signal);
      });
      if (controller !== this.#controller) return;
      this.state = 'done';
      reportDone(this.record && toTuneResult(this.record), this.formatWinnerLink(request.subject));
    } catch (thrown) {
      if (controller === this.#controller && !signal.aborted) this.#fail(thrown);
    } finally {
      endWork();
    }
  }

  /** Pauses the search and stores its measurements; `start` continues it. */
  pause(): void {
    this.#controller.abort();
    this.state = this.record ? 'paused' : 'idle';
    reportFailure(new AppError('aborted'));
  }

  /** Shows no search; the next one starts from the beginning. */
  reset(): void {
    [this.state, this.record, this.error] = ['idle', null, null];
  }

  close(): void {
    this.#controller.abort();
  }

  /** The model if the shown search is of it; `null` if another one or none is chosen. */
  matchSubject(subject: Subject): Subject | null {
    return this.record?.model === toModelKey(subject) ? subject : null;
  }

  /** The link that opens the winner on the Bench page; `null` without a winner, or if it sets a batch size. */
  formatWinnerLink(subject: Subject | null): string | null {
    if (!subject) return null;
    const winner = this.record && findWinner(this.record);
    if (!this.record || !winner || winner.configuration.batch !== undefined) return null;
    return formatBenchLink(toBenchRequest(winner.configuration, subject, this.record.dimensions));
  }

  async #search(request: TuneRequest, unfinished: TuningRecord | null, signal: AbortSignal): Promise<void> {
    const { subject, dimensions, budgetMs, goalMs, objective } = request;
    const startMs = performance.now();
    let [stepStartMs, trialStartMs, spentMs] = [startMs, startMs, unfinished?.search.spentMs ?? 0];
    const updateTimes = () => {
      this.#spentMs = spentMs + performance.now() - stepStartMs;
      this.currentMs = performance.now() - trialStartMs;
    };
    const onBegin = (configuration: Configuration) => {
      this.current = configuration;
      trialStartMs = performance.now();
      updateTimes();
    };
    const timer = setInterval(updateTimes, updateIntervalMs);
    this.phase = 'device';
    reportProgress('device', 0);
    const runner = new TrialRunner({ subject, dimensions, objective, chooseMaxOpenSessions, onBegin });
    try {
      const { trials, excluded } = unfinished ?? (await this.#listOrderedTrials(request, signal));
      this.phase = 'reference';
      const { sizeBytes } = await runner.prepare(trials, signal);
      const limits: SearchLimits = { budgetMs, goalMs, maxOpenSessions: runner.maxOpenSessions };
      const space = buildSearchSpace(trials);
      let search = unfinished?.search ?? startSearch(space, runner.maxOpenSessions, objective);
      search = { ...search, spentMs: search.spentMs + performance.now() - startMs };
      const record: TuningRecord = unfinished ?? {
        id: JSON.stringify([toModelKey(subject), runner.dimensions, objective]),
        model: toModelKey(subject),
        device: toDeviceKey(),
        dimensions: runner.dimensions,
        startedAtMs: Date.now(),
        sizeBytes,
        trials,
        excluded,
        search,
        outcome: null,
      };
      for (;;) {
        [stepStartMs, spentMs] = [performance.now(), search.spentMs];
        updateTimes();
        const step = findNextStep(search, limits);
        const outcome = step.kind === 'done' ? computeOutcome(search, step.why, space, goalMs) : null;
        this.record = { ...record, search, outcome };
        await storeTuning(this.record).catch(() => {}); // the search continues without a record if the storage is full
        if (step.kind === 'done') {
          const winner = findWinner(this.record)?.configuration ?? null;
          if (objective === 'latency') storeTunedConfiguration(record.model, record.device, winner);
          await this.#recordResult(this.record, subject);
          return;
        }
        this.phase = search.rungs.at(-1)!.isHeadToHead ? 'head-to-head' : 'round';
        reportProgress(this.phase, this.budgetFraction);
        const toMeasure = trials.filter(({ key }) => step.keys.includes(key));
        search = applyStep(search, step.cohort, await runner.measure(toMeasure, signal), space, limits);
      }
    } finally {
      clearInterval(timer);
      this.current = null;
      runner.close();
    }
  }

  /** Adds the search to the results, unless the storage is full or blocked. */
  async #recordResult(record: TuningRecord, subject: Subject): Promise<void> {
    const { browser, os } = deviceFacts.basic;
    const model = subject.kind === 'files' ? (subject.files[0]?.name ?? '') : subject.id;
    const hash = formatTuneRecordLink(location.hash, record.id);
    const summary = summariseTuning(record, { model, machine: `${browser}, ${os}`, hash }, Date.now());
    await storeResults([{ summary, report: null }]).catch(() => {});
  }

  async #listOrderedTrials({ subject, dimensions, targets, objective }: TuneRequest, signal: AbortSignal) {
    const profile = await cachedDeviceProfile.read(null, signal);
    const forecasts = await readForecasts(subject, profile, dimensions, signal);
    return orderTrials(listTrials(targets, objective), { hasGpu: profile.gpu !== null, forecasts });
  }

  #fail(thrown: unknown): void {
    this.error = reportFailure(asAppError(thrown));
    this.state = 'failed';
  }
}

function buildSearchSpace(trials: readonly Trial[]): SearchSpace {
  const byKey = new Map(trials.map((trial) => [trial.key, trial]));
  return {
    keys: trials.map(({ key }) => key),
    isDefault: (key) => byKey.get(key)?.isDefault ?? false,
    listParents: (key) => byKey.get(key)?.parents ?? [],
  };
}

/**
 * Chooses the number of sessions that may be open at the same time: they use at most a quarter of the memory, which a
 * browser rounds down or does not report. Heuristic.
 */
function chooseMaxOpenSessions(sizeBytes: number): number {
  const [maxSessions, engineBytes, copies] = [6, 64 * 2 ** 20, 4];
  const memoryBytes = (deviceFacts.basic.memoryGiB ?? 2) * 2 ** 30;
  return Math.max(2, Math.min(maxSessions, Math.floor(memoryBytes / 4 / (engineBytes + copies * sizeBytes))));
}
