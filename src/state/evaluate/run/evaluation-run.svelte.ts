import type { EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import { readEnvironment } from '#device/environment.ts';
import { PageMonitor } from '#device/page-monitor.ts';
import { RequestRecord } from '#device/request-record.ts';
import { runDataset } from '#evaluate/run/run-dataset.ts';
import type { RunStep } from '#evaluate/run/run-step.ts';
import type { RanItems } from '#records/unfinished-evaluations.ts';
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
import { RecordedRun } from './recorded-run.ts';
import { RunControl } from './run-control.ts';
import { beginRecord } from './begin-record.ts';

/** The stages of a run: the items, then the items with corruptions, under load, and for a long time. */
export type RunStage = 'items' | 'corruptions' | 'loadTest' | 'sustained';
type RunPhase = 'setup' | 'running' | 'paused' | 'done' | 'failed';

/** A result with the link and exports of its report. */
export interface ShownResult extends EvaluationResult {
  readonly view: ReportViewModel;
}

const now = () => performance.now();

/**
 * Collects what a result needs of a model and its items.
 * @throws AppError aborted if the model was closed
 */
export function toRanModel({ reference, files, model }: ModelSlot, items: readonly EvaluatedItem[]): EvaluatedModel {
  if (!model.opened) throw new AppError('aborted');
  return {
    subject: reference ? { kind: 'model', id: reference.id } : { kind: 'files', files },
    opened: model.opened,
    items,
    score: (outcomes, signal) => model.score(outcomes, signal),
  };
}

/** The sizes of the blocks that lie entirely within the first `items` items. */
function selectWholeBlocks({ blocks }: RanItems, items: number): readonly number[] {
  let end = 0;
  return blocks.filter((size) => (end += size) <= items);
}

/** One run of an evaluation at a time: its progress, its controls and its result. */
export class EvaluationRun {
  phase = $state<RunPhase>('setup');
  stage = $state<RunStage>('items');
  /** Items of the stage; `total` is 0 if its progress is not counted in items. */
  done = $state(0);
  total = $state(0);
  /** Completed fraction of the phase, 0 to 1; `null` if unknown. */
  fraction = $state<number | null>(null);
  remainingMs = $state<number | null>(null);
  /** Items that could not be read or run so far. */
  failed = $state(0);
  error = $state.raw<AppError | null>(null);
  result = $state.raw<ShownResult | null>(null);
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
    this.#begin('items', 0);
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
    const watch = new PageMonitor();
    const requests = new RequestRecord();
    let recorded: RecordedRun | null = null;
    try {
      const { link, candidate, baseline, data, evaluation, gateFile, unfinished, baselineIsGroundTruth } = request;
      const startedAtMs = unfinished?.startedAtMs ?? Date.now();
      const environment = await readEnvironment();
      const { items, usable } = await chooseItems(request);
      if (items.length === 0)
        throw new AppError('input-invalid', { name: data.folder?.name ?? '', reason: 'no-matching-classes' });
      recorded = await beginRecord(request, items, startedAtMs);
      onRecorded();
      const { ran } = recorded;
      await this.#runItems(request, items, recorded);
      const { eventLoop } = watch;
      // Corrupted items run after the original ones.
      const clean = ran.candidate.slice(0, items.length);
      const robustness = await this.#runCorruptions(request, items, recorded);
      const tests = listPerformanceTests(link, gateFile ?? { settings: [] });
      const begin = (stage: RunStage) => (this.#control.isStopped ? null : this.#step(stage));
      const runs = await runPerformanceTests(tests, candidate.model, items, clean, begin);
      const models = ran.baseline ? [candidate.model, baseline.model] : [candidate.model];
      // Deletes the record of an earlier visit.
      const network = unfinished ? null : await collectNetworkEvidence(startedAtMs, requests, models);
      const security = gateFile && (await collectSecurityEvidence(candidate.files, signal));
      const result = await assembleResult({
        app: appVersion,
        settings: link,
        data: { name: data.folder!.name, dataset: data.dataset!, changedFiles: await data.listChangedFiles() },
        items,
        usableCount: usable,
        candidate: toRanModel(candidate, clean),
        baseline: ran.baseline && toRanModel(baseline, ran.baseline.slice(0, items.length)),
        baselineIsGroundTruth,
        blocks: selectWholeBlocks(ran, items.length),
        evaluation,
        gateFile,
        robustness,
        additionalEvidence: { ...runs, ...(network && { network }), ...(security && { security }) },
        startedAtMs,
        environment,
        eventLoop,
        signal,
      });
      const shown = { ...result, view: await toViewModel(result.report) };
      if (signal.aborted) return false;
      // In this order, closing the tab in between at worst offers the run again.
      await this.#store(shown, signal);
      await recordEstimator(shown, Date.now()).catch(() => {}); // `#store` has reported that nothing can be stored
      await recorded.delete();
      if (signal.aborted) return false;
      this.result = shown;
      this.phase = 'done';
      reportDone(summariseEvaluation(result, data.dataset!, data.match(candidate.labels)), shown.view.href);
      return false;
    } catch (thrown) {
      await recorded?.flush();
      if (signal !== this.#controller.signal) return false;
      this.fail(thrown);
      return true;
    } finally {
      watch.stop();
      requests.stop();
      endWork();
    }
  }

  async #runItems(request: EvaluationRequest, items: readonly EvaluationItem[], recorded: RecordedRun): Promise<void> {
    const { link, candidate, baseline, baselineIsGroundTruth } = request;
    const end = Math.min(link.stopAfter ?? items.length, items.length);
    const { ran } = recorded;
    const { signal } = this.#controller;
    this.#begin('items', end);
    const before = ran.candidate.length;
    this.#countRan(ran.candidate.slice(0, end));
    await runDataset({
      items: items.slice(before, end),
      candidate: candidate.model,
      baseline: ran.baseline && baseline.model,
      baselineIsGroundTruth,
      signal,
      shouldContinue: async () => {
        if (this.#control.isPaused) await recorded.flush();
        return this.#control.shouldContinue();
      },
      now,
      onBlock: async (block, { remainingMs }) => {
        await recorded.add(block);
        if (signal.aborted) return;
        this.#countRan(block.candidate);
        this.#report(this.done / end, remainingMs);
      },
    });
    if (end < items.length) this.#control.stop();
  }

  async #runCorruptions(
    { link, candidate, baseline, baselineIsGroundTruth, evaluation, corruptions }: EvaluationRequest,
    items: readonly EvaluationItem[],
    recorded: RecordedRun,
  ): Promise<RobustnessResult | null> {
    const { robustness: choice, seed } = link;
    if (!choice || corruptions.length === 0 || this.#control.isStopped) return null;
    const { ran } = recorded;
    const { model } = candidate;
    const { signal } = this.#controller;
    this.#begin('corruptions', 0);
    return runRobustness({
      choice,
      seed,
      items,
      clean: ran.candidate.slice(0, items.length),
      ran: {
        candidate: ran.candidate.slice(items.length),
        baseline: baselineIsGroundTruth ? [] : (ran.baseline?.slice(items.length) ?? []),
      },
      record: (block) => recorded.add(block),
      model,
      baseline: ran.baseline && !baselineIsGroundTruth ? baseline.model : null,
      groundTruthModel: baselineIsGroundTruth ? baseline.model : null,
      corruptions,
      hostile: async () => (model instanceof OpenModel ? runHostileInputs(model, signal) : []),
      metric: evaluation.metrics[0]!,
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

  #step(stage: RunStage): RunStep {
    this.#begin(stage, 0);
    const onProgress: RunStep['onProgress'] = ({ fraction, remainingMs }) => this.#report(fraction, remainingMs);
    return { signal: this.#controller.signal, shouldContinue: this.#control.shouldContinue, now, onProgress };
  }

  #begin(stage: RunStage, total: number): void {
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

  #countRan(items: readonly EvaluatedItem[]): void {
    this.done += items.length;
    this.failed += items.filter((item) => 'error' in item).length;
  }

  /** Stores the result and its id in the history entry, so Back and a reload show it again. */
  async #store({ view, report, gateRun, network }: ShownResult, signal: AbortSignal): Promise<void> {
    try {
      const stored = await recordReport(view.report, view.hash);
      const { id } = gateRun ? await recordGateRun(report, view.hash, gateRun, network) : stored;
      if (signal.aborted) return;
      this.isStored = true;
      history.replaceState({ ...readHistoryEntry(), result: id }, '');
    } catch (thrown) {
      if (!signal.aborted) this.storageError = asAppError(thrown);
    }
  }
}
