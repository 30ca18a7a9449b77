import { assembleReport } from '#bench/report/assemble-report.ts';
import { chooseRunSizes } from '#bench/inputs/run-sizes.ts';
import { suggestSizes } from '#bench/inputs/suggested-sizes.ts';
import type { GateRun } from '#core/gate/gate-outcome.ts';
import { runGates, type TimestampedGateFile } from '#gates/run-gates.ts';
import { collectSpeedEvidence } from '#gates/speed-evidence.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { OpenedTensorModel } from '#core/engine/runtime.ts';
import type { OpenedText } from '#core/engine/text-session.ts';
import type { BenchRequest, Dimensions } from '#core/report/bench-request.ts';
import type { Progress } from '#core/report/progress.ts';
import type { Report } from '#core/report/report.ts';
import { withBenchLock } from '#device/bench-lock.ts';
import type { ForecastCheck } from '#records/forecast-records.ts';
import { recordForecastOfReport } from '../models/forecast-record.ts';
import { readHistoryEntry } from '../shell/history-entry.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { reportDone, reportFailure, reportProgress, reportStart } from '../shell/automation-status.ts';
import { GateSettings } from '../evaluate/gate-settings.svelte.ts';
import { measureRun } from './measure-run.ts';
import { toViewModel, type ReportViewModel } from '../report/report-view-model.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { recordGateRun, recordReport } from '../results/record-result.ts';
import { loadStoredViewModel } from '../results/stored-report.ts';

export type BenchPhase = 'idle' | 'running' | 'sizes' | 'done' | 'failed';

/** The samples shown while a cell runs. */
export interface LiveSamples {
  readonly cell: string;
  /** The latest samples, in ms per inference: only a few, since the live view affects the measurement. */
  readonly latestMs: readonly number[];
  /** Total number of samples. */
  readonly count: number;
}

/** Samples in {@link LiveSamples.latestMs}: as many as fit in the width of the live view. */
const maxLiveSamples = 120;

/** State of one visit of the Bench page: a run, its progress and its report. */
export class Bench {
  #phase = $state<BenchPhase>('idle');
  progress = $state.raw<Progress | null>(null);
  /** Whether this tab waits for another tab to finish its measurement. */
  isWaiting = $state(false);
  /** Samples of the current cell; `null` before the first one. */
  liveSamples = $state.raw<LiveSamples | null>(null);
  viewModel = $state.raw<ReportViewModel | null>(null);
  /** The gates for the measured speed, size and memory. */
  readonly gates = new GateSettings();
  /** The verdict of the gate file; `null` without one. */
  gateRun = $state.raw<GateRun | null>(null);
  /** Outcome of the forecast for this model; `null` if there was none. */
  forecastCheck = $state.raw<ForecastCheck | null>(null);
  error = $state.raw<AppError | null>(null);
  /** Why the report could not be stored among the results. */
  storageError = $state.raw<AppError | null>(null);
  /** Suggested sizes of the opened model's free dimensions, which the user must confirm (phase `sizes`). */
  unsizedDimensions = $state.raw<Dimensions>({});
  /** Aborts the latest operation. Results of earlier operations are discarded. */
  #controller = new AbortController();

  get phase(): BenchPhase {
    return this.#phase;
  }

  /**
   * Runs the benchmark; the outcome is in `phase` and in the automation status.
   * @param expectedSubject the model of the result to compare with: a run of another model fails
   */
  async run(request: BenchRequest, expectedSubject: Report['subject'] | null = null): Promise<void> {
    const controller = this.#begin();
    this.progress = null;
    this.isWaiting = false;
    this.liveSamples = null;
    this.viewModel = null;
    this.gateRun = null;
    this.forecastCheck = null;
    this.error = null;
    this.storageError = null;
    this.#phase = 'running';
    const gateFile = this.gates.takeSnapshot();
    reportStart('running');
    try {
      const { signal } = controller;
      const onWait = () => {
        if (!signal.aborted) this.isWaiting = true;
      };
      const measuring = withBenchLock({ signal, onWait }, () =>
        this.#measure(request, { expectedSubject, gateFile }, signal),
      );
      const { viewModel, gateRun } = await measuring.finally(beginWork('bench')); // once measured, leaving the page loses nothing
      if (controller !== this.#controller) return;
      this.gateRun = gateRun;
      this.viewModel = viewModel;
      this.#phase = 'done';
      reportDone(viewModel.report, viewModel.href);
      await this.#store(viewModel, gateRun, controller);
      const forecastCheck = await recordForecastOfReport(request, viewModel.report);
      if (controller === this.#controller) this.forecastCheck = forecastCheck;
    } catch (thrown) {
      if (controller === this.#controller) this.fail(thrown);
    }
  }

  /** Shows an error if the model of a run is not stored in this browser, because a link never downloads a model. */
  async requireStoredModel({ subject }: BenchRequest): Promise<void> {
    if (subject.kind !== 'model') return;
    const controller = this.#controller;
    await storedModels
      .requireStored(subject.id)
      .catch((thrown: unknown) => controller === this.#controller && this.fail(thrown));
  }

  /** Call this when another model is chosen: ends the run and clears its error. */
  reset(): void {
    this.#begin();
    this.error = null;
    this.unsizedDimensions = {};
    this.#phase = 'idle';
  }

  /**
   * Shows the result stored for this entry of the browser history.
   * @returns `false` if there is none
   */
  async restore(): Promise<boolean> {
    const { result } = readHistoryEntry();
    const controller = this.#controller;
    const viewModel = result === undefined ? null : await loadStoredViewModel(result).catch(() => null);
    if (!viewModel || controller !== this.#controller) return false;
    this.viewModel = viewModel;
    this.#phase = 'done';
    reportDone(viewModel.report, viewModel.href);
    return true;
  }

  cancel(): void {
    this.#controller.abort();
  }

  /** Call this when the page is left: ends the run without a report. */
  close(): void {
    this.#begin();
  }

  #begin(): AbortController {
    const replaced = this.#controller;
    this.#controller = new AbortController();
    replaced.abort();
    return this.#controller;
  }

  /** Shows an error, such as that of an invalid link, and reports it to automation clients. */
  fail(thrown: unknown): void {
    this.error = reportFailure(thrown);
    this.#phase = Object.keys(this.unsizedDimensions).length > 0 ? 'sizes' : 'failed';
  }

  /** Stores the result and its id in the history entry, so Back and a reload show it again. */
  async #store({ report, hash }: ReportViewModel, gateRun: GateRun | null, controller: AbortController): Promise<void> {
    try {
      const { id } = await recordReport(report, hash);
      if (gateRun) await recordGateRun(report, hash, gateRun);
      if (controller === this.#controller) history.replaceState({ ...readHistoryEntry(), result: id }, '');
    } catch (thrown) {
      if (controller === this.#controller) this.storageError = asAppError(thrown);
    }
  }

  async #measure(
    request: BenchRequest,
    {
      expectedSubject,
      gateFile,
    }: { readonly expectedSubject: Report['subject'] | null; readonly gateFile: TimestampedGateFile | null },
    signal: AbortSignal,
  ): Promise<{ readonly viewModel: ReportViewModel; readonly gateRun: GateRun | null }> {
    this.isWaiting = false;
    this.unsizedDimensions = {};
    const onOpened = (opened: OpenedTensorModel | OpenedText) => {
      requireModel(opened, expectedSubject);
      this.unsizedDimensions = suggestMissingSizes(request, opened);
    };
    const run = await measureRun(request, { signal, onProgress: (now) => this.#show(now), onOpened });
    const report = assembleReport(run);
    const gateRun = gateFile && (await runGates(gateFile, collectSpeedEvidence(report)));
    return { viewModel: await toViewModel(report), gateRun };
  }

  #show(progress: Progress): void {
    this.progress = progress;
    reportProgress(progress.phase, progress.fraction);
    const { samplesMs, detail = '' } = progress;
    if (!samplesMs || samplesMs.length === 0) return;
    const { latestMs, count } = this.liveSamples?.cell === detail ? this.liveSamples : { latestMs: [], count: 0 };
    this.liveSamples = {
      cell: detail,
      latestMs: [...latestMs, ...samplesMs].slice(-maxLiveSamples),
      count: count + samplesMs.length,
    };
  }
}

/** @throws AppError other-model */
function requireModel({ id, sha256 }: OpenedTensorModel | OpenedText, expectedSubject: Report['subject'] | null): void {
  if (!expectedSubject || sha256 === expectedSubject.sha256) return;
  throw new AppError('other-model', {
    model: id,
    sha256,
    otherModel: expectedSubject.id,
    otherSha256: expectedSubject.sha256,
  });
}

/** Suggested sizes of the free dimensions of an opened model, if one has no size; otherwise none. */
function suggestMissingSizes(request: BenchRequest, { facts }: OpenedTensorModel | OpenedText): Dimensions {
  if (!('inputs' in facts)) return {};
  try {
    chooseRunSizes(request, facts);
    return {};
  } catch {
    return suggestSizes(facts); // if this fails, measuring throws the error
  }
}
