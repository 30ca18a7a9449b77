import { AppError, asAppError } from '#core/errors/error.ts';
import type { Subject } from '#core/model/model.ts';
import type { BenchRequest, Dimensions } from '#core/report/bench-request.ts';
import { withBenchLock } from '#device/bench-lock.ts';
import { formatBenchLink } from '#links/bench-link.ts';
import { storeTuning, type TuningRecord } from '#records/tuning-records.ts';
import { storeTunedConfiguration } from '#records/tuned-setups.ts';
import { conclude } from '#tune/conclude.ts';
import type { Contender, Objective } from '#tune/configuration.ts';
import { listContenders, type TunedTarget } from '#tune/list-contenders.ts';
import { orderContenders } from '#tune/order-contenders.ts';
import { applyStep, findNextStep, startRace, type RaceRules } from '#tune/race.ts';
import { isRacing, type Field } from '#tune/race-state.ts';
import { toBenchRequest, toTuneResult, findWinner } from '#tune/tune-result.ts';
import { cachedDeviceProfile } from '../device/cached-device-profile.svelte.ts';
import { deviceFacts } from '../device/device-facts.svelte.ts';
import { reportDone, reportFailure, reportProgress, reportStart } from '../shell/automation-status.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { TuneLab } from './tune-lab.ts';
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
 * The phases of a run: reading the device profile, computing reference outputs, rounds, and a duel of the best
 * contender with the best default.
 */
export type TunePhase = 'device' | 'reference' | 'round' | 'duel';

/** Finds the fastest configuration with correct outputs for a model. */
export class TuneRun {
  state = $state<'idle' | 'running' | 'paused' | 'done' | 'failed'>('idle');
  phase = $state<TunePhase>('device');
  /** The race so far and, once it ends, its outcome. */
  record = $state.raw<TuningRecord | null>(null);
  /** Whether another tab is measuring. */
  isWaiting = $state(false);
  error = $state.raw<AppError | null>(null);
  #controller = new AbortController();
  #request: TuneRequest | null = null;

  /** The used fraction of the time limit, 0 to 1. */
  get budgetFraction(): number {
    const spentMs = this.record?.race.spentMs ?? 0;
    return Math.min(1, spentMs / (this.#request?.budgetMs ?? Infinity));
  }

  /** The rest of the time limit, in ms; `null` before the first measurement. */
  get remainingMs(): number | null {
    if (!this.record || !this.#request) return null;
    return Math.max(0, this.#request.budgetMs - this.record.race.spentMs);
  }

  /** Contenders that are still in the race. */
  get remainingContenders(): readonly Contender[] {
    const { record } = this;
    return record ? record.contenders.filter(({ key }) => isRacing(record.race, key)) : [];
  }

  /**
   * Shows the stored race of a model with an objective, finished or not. Has no effect while a race runs or is shown.
   */
  async showStored(request: Pick<BenchRequest, 'subject' | 'dimensions'>, objective: Objective): Promise<void> {
    const stored = await findTuning(request.subject, objective, request.dimensions);
    if (this.state !== 'idle' || !stored) return;
    this.record = stored;
    this.state = stored.outcome ? 'done' : 'paused';
  }

  /** Starts a race, or continues the one that was paused. */
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
        await this.#race(request, unfinished, signal);
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

  /** Pauses the race and stores its measurements; `start` continues it. */
  pause(): void {
    this.#controller.abort();
    this.state = this.record ? 'paused' : 'idle';
    reportFailure(new AppError('aborted'));
  }

  /** Shows no race; the next one starts from the beginning. */
  reset(): void {
    [this.state, this.record, this.error] = ['idle', null, null];
  }

  close(): void {
    this.#controller.abort();
  }

  /** The link that opens the winner on the Bench page; `null` without a winner, or if it sets a batch size. */
  formatWinnerLink(subject: Subject): string | null {
    const winner = this.record && findWinner(this.record);
    if (!this.record || !winner || winner.configuration.batch !== undefined) return null;
    return formatBenchLink(toBenchRequest(winner.configuration, subject, this.record.dimensions));
  }

  async #race(request: TuneRequest, unfinished: TuningRecord | null, signal: AbortSignal): Promise<void> {
    const { subject, dimensions, budgetMs, goalMs, objective } = request;
    const startMs = performance.now();
    this.phase = 'device';
    reportProgress('device', 0);
    const { contenders, excluded } = unfinished ?? (await this.#listOrderedContenders(request, signal));
    const lab = new TuneLab({ subject, dimensions, objective, chooseMaxOpen });
    try {
      this.phase = 'reference';
      const { sizeBytes } = await lab.prepare(contenders, signal);
      const rules: RaceRules = { budgetMs, goalMs, maxOpen: lab.maxOpen };
      const field = buildField(contenders);
      let race = unfinished?.race ?? startRace(field, lab.maxOpen, objective);
      race = { ...race, spentMs: race.spentMs + performance.now() - startMs };
      const record: TuningRecord = unfinished ?? {
        id: JSON.stringify([toModelKey(subject), lab.dimensions, objective]),
        model: toModelKey(subject),
        device: toDeviceKey(),
        dimensions: lab.dimensions,
        startedAtMs: Date.now(),
        sizeBytes,
        contenders,
        excluded,
        race,
        outcome: null,
      };
      for (;;) {
        const step = findNextStep(race, rules);
        const outcome = step.kind === 'done' ? conclude(race, step.why, field, goalMs) : null;
        this.record = { ...record, race, outcome };
        await storeTuning(this.record).catch(() => {}); // the race continues without a record if the storage is full
        if (step.kind === 'done') {
          const winner = findWinner(this.record)?.configuration ?? null;
          if (objective === 'latency') storeTunedConfiguration(record.model, record.device, winner);
          return;
        }
        this.phase = race.rungs.at(-1)!.isDuel ? 'duel' : 'round';
        reportProgress(this.phase, this.budgetFraction);
        const toMeasure = contenders.filter(({ key }) => step.keys.includes(key));
        race = applyStep(race, step.heat, await lab.measure(toMeasure, signal), field, rules);
      }
    } finally {
      lab.close();
    }
  }

  async #listOrderedContenders({ subject, dimensions, targets, objective }: TuneRequest, signal: AbortSignal) {
    const profile = await cachedDeviceProfile.read(null, signal);
    const forecasts = await readForecasts(subject, profile, dimensions, signal);
    return orderContenders(listContenders(targets, objective), { hasGpu: profile.gpu !== null, forecasts });
  }

  #fail(thrown: unknown): void {
    this.error = reportFailure(asAppError(thrown));
    this.state = 'failed';
  }
}

function buildField(contenders: readonly Contender[]): Field {
  const byKey = new Map(contenders.map((contender) => [contender.key, contender]));
  return {
    keys: contenders.map(({ key }) => key),
    isDefault: (key) => byKey.get(key)?.isDefault ?? false,
    listParents: (key) => byKey.get(key)?.parents ?? [],
  };
}

/**
 * Chooses the number of sessions that may be open at the same time: they use at most a quarter of the memory, which a
 * browser rounds down or does not report. Heuristic.
 */
function chooseMaxOpen(sizeBytes: number): number {
  const [maxSessions, engineBytes, copies] = [6, 64 * 2 ** 20, 4];
  const memoryBytes = (deviceFacts.basic.memoryGiB ?? 2) * 2 ** 30;
  return Math.max(2, Math.min(maxSessions, Math.floor(memoryBytes / 4 / (engineBytes + copies * sizeBytes))));
}
