import type { Calibration, OptimisableSubject, OptimisedModel } from '#bridge/optimise-contract.ts';
import { computeSha256Hex } from '#core/encoding/sha256.ts';
import type { DeviceId, EngineId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import { listUnmetGates } from '#core/gate/gate-outcome.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { toGateFileJson } from '#gates/file/gate-file.ts';
import { maxCalibrationItems } from '#evaluate/items/select-items.ts';
import { toEvaluatedRun } from '#hallmark/compare/evaluated-run.ts';
import type { EvaluatedRun } from '#hallmark/sign/sign-hallmark.ts';
import type { EvaluateLink } from '#links/evaluate-link.ts';
import type { DatasetFolder } from '#records/files/dataset-folder.ts';
import type { JudgedTrial } from '#records/trial-records.ts';
import { getTask, type TaskId } from '#tasks/index.ts';
import { loadEvaluation } from '#tasks/scored-tasks.ts';
import { EvaluationData } from '../evaluate/data/evaluation-data.svelte.ts';
import { GateSettings } from '../evaluate/gate-settings.svelte.ts';
import { ModelSlot } from '../evaluate/models/model-slot.svelte.ts';
import { EvaluationRun, type EvaluationResultView } from '../evaluate/run/evaluation-run.svelte.ts';
import type { EvaluationRequest, Scoring } from '../evaluate/run/evaluation-request.ts';
import { judgeTrial } from './judge-trial.ts';

/** Default number of scored items. Heuristic, not measured. */
const defaultItemCount = 500;
/**
 * Number of items on which each trial of a search is scored without gates. Heuristic, not measured: such a trial only
 * ranks schemes; the run scores all items.
 */
const searchItemCount = 100;
const seed = 1;

interface JudgingTarget {
  readonly engine: EngineId;
  readonly device: DeviceId;
}

/** Judges the result of a run by the user's data and gates, with the original model as the baseline. */
export class Validation {
  readonly task: TaskId;
  readonly data: EvaluationData;
  readonly gates = new GateSettings();
  readonly run = new EvaluationRun();
  readonly baseline: ModelSlot;
  readonly candidate: ModelSlot;
  /** The number of items to score; `null` for all. */
  itemCount = $state<number | null>(defaultItemCount);
  /** Where both models are judged; `null` lets the page choose its device. */
  target = $state.raw<JudgingTarget | null>(null);
  readonly #scoring: Scoring;
  /** Sizes of free dimensions. */
  readonly dimensions: Dimensions;

  /** The metrics of the task, the main one first. */
  get metrics(): Scoring['metrics'] {
    return this.#scoring.metrics;
  }

  private constructor(task: TaskId, scoring: Scoring, dimensions: Dimensions) {
    this.task = task;
    this.#scoring = scoring;
    this.dimensions = dimensions;
    const kind = { input: getTask(task).input, labelKind: scoring.label };
    this.data = new EvaluationData(kind, maxCalibrationItems);
    [this.baseline, this.candidate] = [new ModelSlot(task), new ModelSlot(task)];
  }

  /**
   * Creates the validation for a task; `null` if its results cannot be scored.
   * @param dimensions sizes of free dimensions
   */
  static async create(task: TaskId, dimensions: Dimensions): Promise<Validation | null> {
    const scoring = await loadEvaluation(task, true);
    return scoring ? new Validation(task, scoring, dimensions) : null;
  }

  /** Whether there are items to calibrate with and to score. */
  get hasData(): boolean {
    return (this.data.dataset?.items.length ?? 0) > 0;
  }

  /** Identifies the data and the gates in records; empty without data. */
  get recordKey(): string {
    const { data, gates } = this;
    if (!data.folder || !data.dataset) return '';
    const judged = gates.isReady ? ` ${JSON.stringify(toGateFileJson(gates.file))}` : '';
    return `${data.folder.name} ${data.dataset.items.length}${judged}`;
  }

  openData(folder: DatasetFolder): Promise<void> {
    this.run.reset();
    return this.data.open(folder, { labels: null, split: null }, null);
  }

  get calibration(): Calibration | null {
    if (!this.hasData) return null;
    const { task } = this;
    return { task, items: this.data.selectCalibrationItems(this.baseline.labels) };
  }

  /**
   * Scores both models on the items, and judges the gates if there are any.
   * @throws any error while opening the models and running
   */
  async judge(original: OptimisableSubject, result: OptimisedModel): Promise<void> {
    await this.#open(original, result);
    await this.run.execute(this.#buildRequest(this.itemCount), () => {});
    const { phase, error } = this.run;
    if (phase !== 'done') throw error ?? new AppError('aborted');
  }

  /**
   * Judges a result of a search, without a report: by the gates on the items of a run or, without gates, by the main
   * scores on a sample.
   * @throws any error while opening the models, or of the engine
   */
  async judgeTrial(
    original: OptimisableSubject,
    result: Pick<OptimisedModel, 'files'>,
    signal: AbortSignal,
  ): Promise<JudgedTrial> {
    const request = this.#buildRequest(this.gates.isReady ? this.itemCount : searchItemCount);
    if (this.#isUnlabelled && !request.baselineIsGroundTruth) return { score: null };
    await this.#open(original, result);
    try {
      const { report, baselineReport, gateRun } = await judgeTrial(request, signal);
      const [after] = report.scores;
      const before = baselineReport?.scores.find(({ metric }) => metric === after?.metric);
      return {
        score: after && before ? { metric: after.metric, value: after.value, original: before.value } : null,
        ...(gateRun && { gates: { verdict: gateRun.verdict, unmet: listUnmetGates(gateRun.results) } }),
      };
    } finally {
      this.reset();
    }
  }

  /** Creates the run for a hallmark of a judged result, with its parent model and recipe; `null` without gates. */
  async createEvaluatedRun(
    { report, gateRun }: EvaluationResultView,
    { parent, recipe }: OptimisedModel,
  ): Promise<EvaluatedRun | null> {
    if (!gateRun) return null;
    const sha256 = await computeSha256Hex(new TextEncoder().encode(recipe));
    return {
      ...toEvaluatedRun(report, gateRun),
      parent: { name: parent.name, digest: { sha256: parent.sha256 } },
      recipe: { name: 'recipe.json', digest: { sha256 } },
    };
  }

  /** Ends a run, and closes both models. */
  reset(): void {
    this.run.reset();
    this.baseline.clear();
    this.candidate.clear();
  }

  close(): void {
    this.reset();
    this.data.close();
  }

  get #isUnlabelled(): boolean {
    return this.data.dataset?.items.every(({ label }) => label === null) ?? false;
  }

  async #open(original: OptimisableSubject, result: Pick<OptimisedModel, 'files'>): Promise<void> {
    this.#chooseModel(this.baseline, original);
    this.candidate.chooseFiles(result.files);
    const { engine, device } = this.#judgingTarget;
    const openOptions = { device, threads: null, dimensions: this.dimensions };
    for (const slot of [this.baseline, this.candidate]) {
      const error = await slot.open(openOptions, engine);
      if (error) throw error;
    }
  }

  #buildRequest(items: number | null): EvaluationRequest {
    const { baseline, candidate, data } = this;
    const scoring = this.#scoring;
    return {
      link: { ...this.#link, items },
      candidate,
      baseline,
      data,
      baselineIsGroundTruth: this.#isUnlabelled && scoring.toGroundTruth !== undefined,
      corruptions: [],
      gateFile: this.gates.takeSnapshot(),
      unfinished: null,
      scoring,
    };
  }

  #chooseModel(slot: ModelSlot, subject: OptimisableSubject): void {
    if (subject.kind === 'files') slot.chooseFiles(subject.files);
    else slot.chooseModel({ id: subject.id, engineIds: ['ort'] });
  }

  get #judgingTarget(): { readonly engine: EngineId; readonly device: DeviceId | null } {
    return this.target ?? { engine: 'ort', device: null };
  }

  /** The settings, as a link to the Evaluate page would have them. */
  get #link(): EvaluateLink {
    return {
      task: this.task,
      model: null,
      linkedId: null,
      ...this.#judgingTarget,
      threads: null,
      dimensions: this.dimensions,
      baseline: null,
      labels: null,
      split: null,
      items: this.itemCount,
      stopAfter: null,
      seed,
      robustness: null,
      concurrency: null,
      sustainedS: null,
      hallmark: null,
      startsAutomatically: false,
    };
  }
}
