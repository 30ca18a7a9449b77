import { runRecipe } from '#bridge/optimise-handle.ts';
import type {
  Calibration,
  OptimisableModel,
  OptimisableSubject,
  OptimisedModel,
  SchemeOffer,
} from '#bridge/optimise-contract.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { scaleToMeasured, type MeasuredOriginal, type SpeedEstimate } from '#planner/scheme-speed.ts';
import type { Stage } from '#optimise/optimise-model.ts';
import { reportDone, reportFailure, reportProgress, reportStart } from '../shell/automation-status.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { withoutSchemes } from './recipe-text.ts';
import { timeModels, type ModelTime, type MeasuredTarget } from './time-models.ts';

/** The stages of a run, in order. */
export const stageIds = ['baseline', 'clean', 'quantise', 'accelerate', 'validate'] as const;
export type StageId = (typeof stageIds)[number];

/** The model, recipe, data and targets of a run. */
export interface RunRequest {
  readonly subject: OptimisableSubject;
  readonly model: OptimisableModel;
  /** The recipe as JSON. */
  readonly recipe: string;
  readonly calibration: Calibration | null;
  readonly dimensions: Dimensions;
  /** The targets on which both models are measured, the default first. */
  readonly targets: readonly MeasuredTarget[];
  /** Scores the result, if there is data. */
  readonly validate: ((original: OptimisableSubject, result: OptimisedModel) => Promise<void>) | null;
}

/** The times of both models on one target, or the reason why they were not measured. */
export interface TargetTimes {
  readonly target: MeasuredTarget;
  readonly original: ModelTime | null;
  readonly result: ModelTime | null;
  readonly error: AppError | null;
}

/** Converts the times to plain JSON. */
function summariseTimes({ target, original, result, error }: TargetTimes) {
  return { target, original, result, error: error && error.code };
}

/** The expected speed of a scheme on one device. */
export interface ExpectedSpeed {
  readonly speed: SpeedEstimate;
  /** Whether the original was measured on this page, and the estimate is scaled to its time. */
  readonly isMeasured: boolean;
}

/** The current run: its models and measurements so far. */
export class OptimiseRun {
  phase = $state<'idle' | 'running' | 'done' | 'failed'>('idle');
  /** The stage that runs, or ran last. */
  stage = $state<StageId>('baseline');
  /** Progress of the stage, 0 to 1; `null` if unknown. */
  fraction = $state<number | null>(null);
  /** Steps of the recipe that have run. */
  steps = $state.raw<readonly Stage[]>([]);
  /** The original model as ONNX, if its graph had to be built. */
  converted = $state.raw<OptimisedModel | null>(null);
  /** The original model, as an engine opens it. */
  original = $state.raw<OptimisableSubject | null>(null);
  /** The model after the passes; `null` if the recipe has no scheme. */
  cleaned = $state.raw<OptimisedModel | null>(null);
  result = $state.raw<OptimisedModel | null>(null);
  /** Times on the default target; for the cleaned model only if there is one. */
  times = $state.raw<{
    readonly original: ModelTime;
    readonly cleaned: ModelTime | null;
    readonly result: ModelTime;
  } | null>(null);
  targets = $state.raw<readonly TargetTimes[]>([]);
  /** Times of the original model in the page, of this run and earlier ones. */
  #measuredOriginals = $state.raw<readonly MeasuredOriginal[]>([]);
  error = $state.raw<AppError | null>(null);
  #controller = new AbortController();

  get isRunning(): boolean {
    return this.phase === 'running';
  }

  /** Whether any step rewrote the model, or its graph was built; a scheme may not apply. */
  get isRewritten(): boolean {
    return this.steps.some(({ outcome }) => outcome.code === 'rewritten') || this.converted !== null;
  }

  /** Ends a run at once, and discards its results. */
  reset(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    [this.phase, this.stage, this.fraction, this.steps] = ['idle', 'baseline', null, []];
    this.original = null;
    [this.converted, this.cleaned, this.result] = [null, null, null];
    [this.times, this.targets, this.error] = [null, [], null];
  }

  /** The expected speeds of a scheme, scaled to the measured times of the original model. */
  listSpeeds({ speeds }: SchemeOffer): readonly ExpectedSpeed[] {
    return speeds.map((speed) => {
      const scaled = scaleToMeasured(speed, this.#measuredOriginals);
      return { speed: scaled ?? speed, isMeasured: scaled !== null };
    });
  }

  /** Discards the run and all times, for another model. */
  forget(): void {
    this.reset();
    this.#measuredOriginals = [];
  }

  /** Runs everything to the end; the outcome is in `phase` and in the automation status. */
  async execute(request: RunRequest): Promise<void> {
    this.reset();
    const { signal } = this.#controller;
    this.phase = 'running';
    reportStart('running');
    const endWork = beginWork('optimisation');
    try {
      const original = await this.#rewrite(request, signal);
      this.original = original;
      await this.#measure(request, original, signal);
      if (request.validate && this.result) {
        this.#beginStage('validate');
        await request.validate(original, this.result);
      }
      if (signal.aborted) return;
      this.phase = 'done';
      const { result, times, targets } = this;
      const { files: _, ...reported } = result!;
      reportDone({ ...reported, times, targets: targets.map(summariseTimes) }, null);
    } catch (thrown) {
      if (signal !== this.#controller.signal) return;
      this.error = reportFailure(asAppError(thrown));
      this.phase = 'failed';
    } finally {
      endWork();
    }
  }

  /**
   * Runs the passes alone, then the whole recipe.
   * @returns the original model as ONNX
   */
  async #rewrite(request: RunRequest, signal: AbortSignal): Promise<OptimisableSubject> {
    const { model, recipe } = request;
    this.#beginStage('baseline');
    if (model.isConverted) this.converted = await this.#applyRecipe(request, withoutSchemes(recipe, []), signal);
    this.#beginStage('clean');
    const ids = model.schemes.map(({ id }) => id);
    const passes = withoutSchemes(recipe, ids);
    if (passes !== recipe)
      this.cleaned = await this.#applyRecipe(request, passes, signal, (steps) => (this.steps = steps));
    this.#beginStage('quantise');
    this.result = await this.#applyRecipe(request, recipe, signal, (steps) => (this.steps = steps));
    return this.converted ? { kind: 'files', files: this.converted.files } : request.subject;
  }

  #applyRecipe(
    { subject, calibration, dimensions }: RunRequest,
    recipe: string,
    signal: AbortSignal,
    onSteps: (steps: readonly Stage[]) => void = () => {},
  ): Promise<OptimisedModel> {
    const steps: Stage[] = [];
    return runRecipe(
      { subject, recipe, calibration, dimensions },
      {
        signal,
        onProgress: ({ phase, fraction }) => this.#report(phase === 'step' ? fraction : null),
        onStage: (stage) => {
          steps.push(stage);
          onSteps([...steps]);
        },
      },
    );
  }

  async #measure(
    { targets, dimensions }: RunRequest,
    original: OptimisableSubject,
    signal: AbortSignal,
  ): Promise<void> {
    this.#beginStage('accelerate');
    const { cleaned } = this;
    const result: OptimisableSubject = { kind: 'files', files: this.result!.files };
    for (const [index, target] of targets.entries()) {
      const isFirst = index === 0;
      const others = isFirst && cleaned ? [{ kind: 'files', files: cleaned.files } as const] : [];
      const onProgress = (fraction: number) => this.#report((index + fraction) / targets.length);
      try {
        const times = await timeModels([original, ...others, result], { target, dimensions, signal, onProgress });
        const [first, last] = [times[0]!, times.at(-1)!];
        if (isFirst) this.times = { original: first, cleaned: others.length > 0 ? times[1]! : null, result: last };
        this.targets = [...this.targets, { target, original: first, result: last, error: null }];
        if (target.host === 'page') {
          const { device } = target;
          const { threads, medianMs } = first;
          this.#measuredOriginals = [...this.#measuredOriginals, { device, threads, medianMs }];
        }
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        this.targets = [...this.targets, { target, original: null, result: null, error: asAppError(thrown) }];
      }
    }
  }

  #beginStage(stage: StageId): void {
    this.stage = stage;
    this.#report(null);
  }

  #report(fraction: number | null): void {
    this.fraction = fraction;
    reportProgress(this.stage, fraction);
  }
}
