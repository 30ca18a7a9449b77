import type { EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import { readEnvironment } from '#device/environment.ts';
import { PageMonitor } from '#device/page-monitor.ts';
import { RequestRecord } from '#device/request-record.ts';
import { runDataset } from '#evaluate/run/run-dataset.ts';
import type { RunStep } from '#evaluate/run/run-step.ts';
import type { CompletedItems } from '#records/unfinished-evaluations.ts';
import type { RobustnessResult } from '#validation/robustness/suite.ts';
import { assembleResult, type EvaluationResult, type EvaluatedModel } from '#evaluate/result/evaluation-result.ts';
import { summariseEvaluation } from '#evaluate/result/evaluation-summary.ts';
import { listPerformanceTests, runPerformanceTests } from '#evaluate/run/performance-tests.ts';
import { runHostileInputs } from '#evaluate/run/run-hostile-inputs.ts';
import { runRobustness } from '#evaluate/run/run-robustness.ts';
import { reportDone, reportFailure, reportProgress, reportStart } from '../../shell/automation-status.ts';
import { OpenModel } from '../../run/open-model.svelte.ts';
import { toViewModel, type ReportViewModel } from '../../report/report-view-model.ts';
import { appVersion } from '../../shell/app-version.ts';
import type { ModelSlot } from '../models/model-slot.svelte.ts';
import { collectSecurityEvidence } from './security-evidence.ts';
import { readHistoryEntry } from '../../shell/history-entry.ts';
import { beginWork } from '../../shell/unfinished-work.ts';
import { recordGateRun, recordReport } from '../../results/record-result.ts';
import { recordEstimator } from '../result/record-estimator.ts';
import type { EvaluationRequest } from './evaluation-request.ts';
import { chooseItems } from '../data/choose-items.ts';
import { collectNetworkEvidence } from './network-evidence.ts';
import { RunRecord } from './run-record.ts';
import { RunControl } from './run-control.ts';
import { beginRunRecord } from './begin-run-record.ts';

/** The stages of a run: the items, then the items with corruptions, under load, and for a long time. */
export type RunStage = 'items' | 'corruptions' | 'loadTest' | 'sustained';
type RunPhase = 'setup' | 'running' | 'paused' | 'done' | 'failed';

/** A result, and its report as shown on the page, with the link and exports. */
export interface EvaluationResultView extends EvaluationResult {
  readonly viewModel: ReportViewModel;
}

const now = () => performance.now();

/**
 * Returns a model and its evaluated items in the form from which a result is assembled.
 * @throws AppError aborted if the model was closed
 */
export function toEvaluatedModel(
  { reference, files, model }: ModelSlot,
  items: readonly EvaluatedItem[],
): EvaluatedModel {
  if (!model.opened) throw new AppError('aborted');
  return {
    subject: reference ? { kind: 'model', id: reference.id } : { kind: 'files', files },
    opened: model.opened,
    items,
    score: (outcomes, signal) => model.score(outcomes, signal),
  };
}

/** Selects the sizes of the blocks that lie entirely within the first `items` items. */
function selectWholeBlocks({ blocks }: CompletedItems, items: number): readonly number[] {
  let end = 0;
  return blocks.filter((size) => (end += size) <= items);
}

/** One run of an evaluation at a time: its progress, its controls and its result. */
export class EvaluationRun {
  phase = $state<RunPhase>('setup');
  stage = $state<RunStage>('items');
  /** Number of completed items of the stage, of `total`; `total` is 0 if progress is not counted in items. */
  done = $state(0);
  total = $state(0);
  /** Completed fraction of the phase, 0 to 1; `null` if unknown. */
  fraction = $state<number | null>(null);
  remainingMs = $state<number | null>(null);
  /** Number of items so far that could not be read or run. */
  failed = $state(0);
  error = $state.raw<AppError | null>(null);
  result = $state.raw<EvaluationResultView | null>(null);
  /** Whether the report is among the stored results. */
  isStored = $state(false);
  /** Why the report could not be stored. */
  storageError = $state.raw<AppError | null>(null);
  #controller = new AbortController();
  #control = new RunControl();

  get isRunning(): boolean {
    return this.phase === 'running' || this.phase === 'paused';
  }

  /** Ends a run without a result, and discards the previous result. */
  reset(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    this.#control.stop();
    this.#control = new RunControl();
    this.phase = 'setup';
    this.error = null;
    this.isStored = false;
    this.storageError = null;
    this.result = null;
    this.failed = 0;
    this.#beginStage('items', 0);
  }

  /** Stops after the current block; the models remain open. */
  pause(): void {
    this.#control.pause();
    this.phase = 'paused';
  }

  resume(): void {
    this.#control.resume();
    this.phase = 'running';
  }

  /** Ends the run after the current block, with the scores of the items so far. */
  stop(): void {
    this.#control.stop();
  }

  /** Skips the rest of a stage that follows the items; the next stage starts. */
  skip(): void {
    this.#control.skip();
  }

  fail(thrown: unknown): void {
    const error = asAppError(thrown);
    this.phase = error.code === 'aborted' ? 'setup' : 'failed';
    this.error = reportFailure(error);
  }

  /**
   * Runs all stages; the outcome is in `phase` and in the automation status.
   * @param onRecorded called once the run can be continued after a reload
   * @returns whether it failed, and can be continued
   */
  async execute(request: EvaluationRequest, onRecorded: () => void): Promise<boolean> {
    this.reset();
    const { signal } = this.#controller;
    this.phase = 'running';
    reportStart('running');
    const endWork = beginWork('evaluation');
    const pageMonitor = new PageMonitor();
    const requestRecord = new RequestRecord();
    let record: RunRecord | null = null;
    try {
      const { link, candidate, baseline, data, scoring, gateFile, unfinished, baselineIsGroundTruth } = request;
      const startedAtMs = unfinished?.startedAtMs ?? Date.now();
      const environment = await readEnvironment();
      const { items, usableCount } = await chooseItems(request);
      if (items.length === 0)
        throw new AppError('input-invalid', { name: data.folder?.name ?? '', reason: 'no-matching-classes' });
      record = await beginRunRecord(request, items, startedAtMs);
      onRecorded();
      const { completed } = record;
      await this.#runItems(request, items, record);
      const { eventLoop } = pageMonitor;
      // Corrupted items run after the original ones.
      const cleanItems = completed.candidate.slice(0, items.length);
      const robustness = await this.#runCorruptions(request, items, record);
      const tests = listPerformanceTests(link, gateFile ?? { settings: [] });
      const beginStep = (stage: RunStage) => (this.#control.isStopped ? null : this.#beginStep(stage));
      const performanceEvidence = await runPerformanceTests(tests, candidate.model, items, cleanItems, beginStep);
      const models = completed.baseline ? [candidate.model, baseline.model] : [candidate.model];
      // Deletes the record of an earlier visit.
      const network = unfinished ? null : await collectNetworkEvidence(startedAtMs, requestRecord, models);
      const security = gateFile && (await collectSecurityEvidence(candidate, signal));
      const result = await assembleResult({
        app: appVersion,
        settings: link,
        data: { name: data.folder!.name, dataset: data.dataset!, changedFiles: await data.listChangedFiles() },
        items,
        usableCount,
        candidate: toEvaluatedModel(candidate, cleanItems),
        baseline: completed.baseline && toEvaluatedModel(baseline, completed.baseline.slice(0, items.length)),
        baselineIsGroundTruth,
        blocks: selectWholeBlocks(completed, items.length),
        evaluation: scoring,
        gateFile,
        robustness,
        additionalEvidence: { ...performanceEvidence, ...(network && { network }), ...(security && { security }) },
        startedAtMs,
        environment,
        eventLoop,
        signal,
      });
      const resultView = { ...result, viewModel: await toViewModel(result.report) };
      if (signal.aborted) return false;
      // The record is deleted only after the result is stored: if the tab is closed in between, the run is offered
      // again.
      await this.#store(resultView, signal);
      await recordEstimator(resultView, Date.now()).catch(() => {}); // `#store` has reported that nothing can be stored
      await record.delete();
      if (signal.aborted) return false;
      this.result = resultView;
      this.phase = 'done';
      reportDone(
        summariseEvaluation(result, data.dataset!, data.matchClasses(candidate.labels)),
        resultView.viewModel.href,
      );
      return false;
    } catch (thrown) {
      await record?.flush();
      if (signal !== this.#controller.signal) return false;
      this.fail(thrown);
      return true;
    } finally {
      pageMonitor.stop();
      requestRecord.stop();
      endWork();
    }
  }

  async #runItems(request: EvaluationRequest, items: readonly EvaluationItem[], record: RunRecord): Promise<void> {
    const { link, candidate, baseline, baselineIsGroundTruth } = request;
    const itemLimit = Math.min(link.stopAfter ?? items.length, items.length);
    const { completed } = record;
    const { signal } = this.#controller;
    this.#beginStage('items', itemLimit);
    const completedCount = completed.candidate.length;
    this.#countCompleted(completed.candidate.slice(0, itemLimit));
    await runDataset({
      items: items.slice(completedCount, itemLimit),
      candidate: candidate.model,
      baseline: completed.baseline && baseline.model,
      baselineIsGroundTruth,
      signal,
      shouldContinue: async () => {
        if (this.#control.isPaused) await record.flush();
        return this.#control.shouldContinue();
      },
      now,
      onBlock: async (block, { remainingMs }) => {
        await record.add(block);
        if (signal.aborted) return;
        this.#countCompleted(block.candidate);
        this.#report(this.done / itemLimit, remainingMs);
      },
    });
    if (itemLimit < items.length) this.#control.stop();
  }

  async #runCorruptions(
    { link, candidate, baseline, baselineIsGroundTruth, scoring, corruptions }: EvaluationRequest,
    items: readonly EvaluationItem[],
    record: RunRecord,
  ): Promise<RobustnessResult | null> {
    const { robustness: choice, seed } = link;
    if (!choice || corruptions.length === 0 || this.#control.isStopped) return null;
    const { completed } = record;
    const { model } = candidate;
    const { signal } = this.#controller;
    this.#beginStage('corruptions', 0);
    return runRobustness({
      choice,
      seed,
      items,
      clean: completed.candidate.slice(0, items.length),
      ran: {
        candidate: completed.candidate.slice(items.length),
        baseline: baselineIsGroundTruth ? [] : (completed.baseline?.slice(items.length) ?? []),
      },
      record: (block) => record.add(block),
      model,
      baseline: completed.baseline && !baselineIsGroundTruth ? baseline.model : null,
      groundTruthModel: baselineIsGroundTruth ? baseline.model : null,
      corruptions,
      hostile: async () => (model instanceof OpenModel ? runHostileInputs(model, signal) : []),
      metric: scoring.metrics[0]!,
      signal,
      shouldContinue: this.#control.shouldContinue,
      now,
      onProgress: ({ done, total, remainingMs }) => {
        this.done = done;
        this.total = total;
        this.#report(done / total, remainingMs);
      },
    });
  }

  #beginStep(stage: RunStage): RunStep {
    this.#beginStage(stage, 0);
    const onProgress: RunStep['onProgress'] = ({ fraction, remainingMs }) => this.#report(fraction, remainingMs);
    return { signal: this.#controller.signal, shouldContinue: this.#control.shouldContinue, now, onProgress };
  }

  #beginStage(stage: RunStage, total: number): void {
    this.#control.beginStep();
    this.stage = stage;
    this.done = 0;
    this.total = total;
    this.fraction = null;
    this.remainingMs = null;
  }

  #report(fraction: number, remainingMs: number | null): void {
    this.fraction = fraction;
    this.remainingMs = remainingMs;
    reportProgress('run', fraction);
  }

  #countCompleted(items: readonly EvaluatedItem[]): void {
    this.done += items.length;
    this.failed += items.filter((item) => 'error' in item).length;
  }

  /** Stores the result and its id in the history entry, so Back and a reload show it again. */
  async #store({ viewModel, report, gateRun, network }: EvaluationResultView, signal: AbortSignal): Promise<void> {
    try {
      const stored = await recordReport(viewModel.report, viewModel.hash);
      const { id } = gateRun ? await recordGateRun(report, viewModel.hash, gateRun, network) : stored;
      if (signal.aborted) return;
      this.isStored = true;
      history.replaceState({ ...readHistoryEntry(), result: id }, '');
    } catch (thrown) {
      if (!signal.aborted) this.storageError = asAppError(thrown);
    }
  }
}
