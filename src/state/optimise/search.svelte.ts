import { runRecipe } from '#bridge/optimise-handle.ts';
import type { Calibration, OptimisableModel, OptimisableSubject, OptimisedModel } from '#bridge/optimise-contract.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import {
  loadTrials,
  storeTrial,
  type JudgedTrial,
  type OptimisationTrial,
  type TrialOutcome,
} from '#records/trial-records.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { convertToOnnx } from './convert-to-onnx.ts';
import { chooseTrial, isSuccessful, selectParetoFront, type TrialChoice, type SuccessfulTrial } from './pareto.ts';
import { timeModels, type MeasuredTarget } from './time-models.ts';
import { findWorstOutput } from './output-agreement.ts';

/** A recipe to try, and the scheme in it. */
export interface Candidate {
  readonly scheme: string | null;
  /** The recipe as canonical JSON. */
  readonly recipe: string;
}

/** The model, data, target and time limit of a search. */
export interface SearchRequest {
  readonly subject: OptimisableSubject;
  readonly model: OptimisableModel;
  readonly calibration: Calibration | null;
  readonly dimensions: Dimensions;
  readonly target: MeasuredTarget;
  /** Judges a result, with the original as the baseline; `null` without data. */
  readonly judge:
    | ((original: OptimisableSubject, result: OptimisedModel, signal: AbortSignal) => Promise<JudgedTrial>)
    | null;
  readonly budgetMs: number;
}

/**
 * Tries schemes one after the other within a time limit. Each trial is recorded, so the next visit does not repeat it.
 */
export class OptimiseSearch {
  /** All trials of the model, with any data and gates. */
  #allTrials = $state.raw<readonly OptimisationTrial[]>([]);
  /** The candidate that is being tried. */
  current = $state.raw<Candidate | null>(null);
  /** Whether the time limit was reached before all were tried. */
  isOutOfTime = $state(false);
  error = $state.raw<AppError | null>(null);
  readonly #getDataKey: () => string;
  #controller = new AbortController();

  /** @param data identifies the current data and gates, as in the record of a trial */
  constructor(data: () => string) {
    this.#getDataKey = data;
  }

  /** The trials with the current data and gates, the latest last. */
  get trials(): readonly OptimisationTrial[] {
    const data = this.#getDataKey();
    return this.#allTrials.filter((trial) => trial.data === data);
  }

  get isRunning(): boolean {
    return this.current !== null;
  }

  get successfulTrials(): readonly SuccessfulTrial[] {
    return this.trials.filter(isSuccessful);
  }

  get paretoFront(): readonly SuccessfulTrial[] {
    return selectParetoFront(this.successfulTrials);
  }

  get choice(): TrialChoice | null {
    return chooseTrial(this.successfulTrials);
  }

  /** The candidates that were not tried yet. */
  excludeTried(candidates: readonly Candidate[]): readonly Candidate[] {
    return candidates.filter(({ recipe }) => !this.trials.some((trial) => trial.recipe === recipe));
  }

  /** Reads the trials of earlier visits. */
  async load(parent: string): Promise<void> {
    this.stop();
    const { signal } = this.#controller;
    this.#allTrials = [];
    try {
      const trials = await wrapStorageError(loadTrials(parent));
      if (!signal.aborted) this.#allTrials = trials;
    } catch (thrown) {
      if (!signal.aborted) this.error = asAppError(thrown);
    }
  }

  stop(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    this.current = null;
  }

  /** Tries the remaining candidates. A trial that started in time may end after the limit. */
  async run(candidates: readonly Candidate[], request: SearchRequest): Promise<void> {
    this.stop();
    const { signal } = this.#controller;
    const data = this.#getDataKey();
    const endMs = performance.now() + request.budgetMs;
    [this.error, this.isOutOfTime] = [null, false];
    const endWork = beginWork('optimisation');
    try {
      for (const candidate of this.excludeTried(candidates)) {
        if (performance.now() > endMs) {
          this.isOutOfTime = true;
          break;
        }
        this.current = candidate;
        const outcome = await this.#tryCandidate(candidate, request, signal);
        const { parentSha256: parent } = request.model;
        const trial = { parent, ...candidate, data, triedAt: Date.now(), outcome };
        if (signal.aborted) return;
        this.#allTrials = [...this.#allTrials, trial];
        await wrapStorageError(storeTrial(trial));
      }
    } catch (thrown) {
      const error = asAppError(thrown);
      if (!signal.aborted && error.code !== 'aborted') this.error = error;
    } finally {
      endWork();
      if (!signal.aborted) this.current = null;
    }
  }

  async #tryCandidate(
    { recipe, scheme }: Candidate,
    request: SearchRequest,
    signal: AbortSignal,
  ): Promise<TrialOutcome> {
    const { subject, calibration, dimensions, target, judge } = request;
    try {
      const result = await runRecipe({ subject, recipe, calibration, dimensions }, { signal });
      const stage = result.stages.find(({ step }) => step === scheme);
      if (stage && stage.outcome.code !== 'rewritten') return { kind: 'refused', why: stage.outcome };
      const files = { kind: 'files', files: result.files } as const;
      const original = request.model.isConverted ? await convertToOnnx(subject, dimensions, signal) : subject;
      const [, time] = await timeModels([original, files], { target, dimensions, signal, onProgress: () => {} });
      return {
        kind: 'made',
        sizeBytes: result.sizeBytes,
        sha256: result.sha256,
        medianMs: time!.medianMs,
        intervalMs: time!.interval,
        speedUp: time!.speedUp,
        cosine: findWorstOutput(result.outputs)?.cosine ?? null,
        ...(judge ? await judge(original, result, signal) : { score: null }),
      };
    } catch (thrown) {
      const error = asAppError(thrown);
      if (signal.aborted || error.code === 'aborted') throw error;
      return { kind: 'failed', error: error.code };
    }
  }
}
