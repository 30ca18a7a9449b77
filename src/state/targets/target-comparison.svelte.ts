import { computeAgreement, toReferences } from '#bench/agreement/tensor-agreement.ts';
import { mergeRuns } from '#bench/report/merge-runs.ts';
import { assembleReport, type FinishedRun } from '#bench/report/assemble-report.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { Agreement } from '#core/report/tensor-report.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { Progress } from '#core/report/progress.ts';
import { withBenchLock } from '#device/bench-lock.ts';
import { measureRun } from '../bench/measure-run.ts';
import { toViewModel, type ReportViewModel } from '../report/report-view-model.ts';
import { recordReport } from '../results/record-result.ts';
import { reportDone, reportFailure, reportProgress, reportStart } from '../shell/automation-status.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { probeTarget, type Probe } from './probe-target.ts';
import { toTargetKey, type AvailableTarget } from './target-list.ts';

/** One target of a comparison, with its measurements so far. */
export class ComparedTarget {
  readonly key: string;
  readonly target: AvailableTarget;
  readonly request: BenchRequest;
  state = $state<'waiting' | 'running' | 'done' | 'failed'>('waiting');
  error = $state.raw<AppError | null>(null);
  viewModel = $state.raw<ReportViewModel | null>(null);
  probe = $state.raw<Probe | null>(null);
  /** Whether its answer agrees with the first target's; `null` for the first target itself, and for text. */
  agreement = $state.raw<Agreement | null>(null);
  #run: FinishedRun | null = null;

  constructor(target: AvailableTarget, request: BenchRequest) {
    this.key = toTargetKey(target);
    this.target = target;
    this.request = request;
  }

  add(run: FinishedRun): void {
    this.#run = this.#run ? mergeRuns(this.#run, run) : run;
  }

  get run(): FinishedRun | null {
    return this.#run;
  }

  fail(thrown: unknown): void {
    [this.state, this.error] = ['failed', asAppError(thrown)];
  }
}

/**
 * Measures one model on several targets in turn, first in one order and then in the other, and compares the answers.
 */
export class TargetComparison {
  phase = $state<'idle' | 'running' | 'done' | 'failed'>('idle');
  rows = $state.raw<readonly ComparedTarget[]>([]);
  /** Progress of the current target. */
  progress = $state.raw<Progress | null>(null);
  /** The target being measured; `null` between two targets. */
  currentTarget = $state.raw<ComparedTarget | null>(null);
  /** The number of completed steps, of `steps`. */
  completedSteps = $state(0);
  stepCount = $state(0);
  /** Whether another tab is measuring. */
  isWaiting = $state(false);
  error = $state.raw<AppError | null>(null);
  #controller = new AbortController();

  /** @param requests what to measure, by target; answers are compared with the first target's */
  async run(requests: readonly (readonly [AvailableTarget, BenchRequest])[]): Promise<void> {
    this.#controller.abort();
    const controller = (this.#controller = new AbortController());
    const { signal } = controller;
    const rows = requests.map(([target, request]) => new ComparedTarget(target, request));
    [this.rows, this.phase, this.error, this.completedSteps, this.stepCount] = [
      rows,
      'running',
      null,
      0,
      3 * rows.length,
    ];
    reportStart('running');
    const end = beginWork('bench');
    try {
      await withBenchLock({ signal, onWait: () => (this.isWaiting = true) }, async () => {
        this.isWaiting = false;
        await this.#measure(rows, signal);
      });
      if (signal.aborted) return;
      const first = rows.find(({ viewModel }) => viewModel);
      if (!first) throw rows.find(({ error }) => error)?.error ?? new AppError('aborted');
      this.phase = 'done';
      reportDone(rows.map(toResult), first.viewModel?.href ?? null);
    } catch (thrown) {
      if (controller === this.#controller) this.#fail(thrown);
    } finally {
      end();
      if (controller === this.#controller) [this.currentTarget, this.progress] = [null, null];
    }
  }

  /** Ends the run; the measurements so far are discarded, since the targets were not measured equally. */
  cancel(): void {
    this.#controller.abort();
    this.#fail(new AppError('aborted'));
  }

  close(): void {
    this.#controller.abort();
  }

  /** Measures in ABBA order, so that the mean time of measurement is the same for every target. */
  async #measure(rows: readonly ComparedTarget[], signal: AbortSignal): Promise<void> {
    for (const row of [...rows, ...rows.toReversed()]) {
      await this.#runStep(row, signal, async () => {
        const onProgress = (progress: Progress) => {
          this.progress = progress;
          reportProgress(progress.phase, (this.completedSteps + (progress.fraction ?? 0)) / this.stepCount);
        };
        row.add(await measureRun(row.request, { signal, onProgress }));
      });
    }
    for (const row of rows) {
      await this.#runStep(row, signal, async () => {
        const { run } = row;
        if (!run) return;
        this.progress = { phase: 'check', fraction: null, remainingMs: null };
        row.probe = await probeTarget(row.request, run.request.dimensions ?? {}, signal);
        const viewModel = await toViewModel(assembleReport(run));
        // The report is shown even if it cannot be stored.
        await recordReport(viewModel.report, viewModel.hash).catch(() => {});
        row.viewModel = viewModel;
        row.state = 'done';
      });
    }
    compareAnswers(rows);
  }

  /** Runs a step of one target. If it fails, the later steps of this target are skipped; the others are measured. */
  async #runStep(row: ComparedTarget, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    signal.throwIfAborted();
    if (row.state !== 'failed') {
      [this.currentTarget, row.state, this.progress] = [row, 'running', null];
      try {
        await work();
        if (row.state === 'running') row.state = 'waiting';
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        row.fail(thrown);
      }
    }
    this.completedSteps++;
  }

  #fail(thrown: unknown): void {
    this.error = reportFailure(thrown);
    this.phase = 'failed';
  }
}

/** Answers are compared with those of the first target that answered. */
function compareAnswers(rows: readonly ComparedTarget[]): void {
  const [first, ...others] = rows.filter(({ probe }) => probe?.kind === 'tensor');
  if (first?.probe?.kind !== 'tensor') return;
  const references = toReferences(first.key, first.probe.outputs);
  for (const row of others) {
    if (row.probe?.kind === 'tensor') row.agreement = computeAgreement(references, row.probe.outputs);
  }
}

function toResult({ key, state, error, viewModel, probe, agreement }: ComparedTarget) {
  return {
    target: key,
    state,
    error: error && { code: error.code, facts: error.facts },
    report: viewModel?.report ?? null,
    transportMs: viewModel && probe ? computeTransportMs({ viewModel, probe }) : null,
    ...(probe?.kind === 'text' && { text: probe.text }),
    agreement,
  };
}

/**
 * Computes the transport time between this page and the engine: how much later the page has an answer than the engine.
 * `null` if the difference is not positive, so below the noise of the measurements, or was not measured.
 */
export function computeTransportMs({
  viewModel,
  probe,
}: {
  readonly viewModel: ReportViewModel;
  readonly probe: Probe;
}): number | null {
  if (probe.kind === 'text') {
    if (probe.firstTextMs === null || probe.firstTokenMs === null) return null;
    return toPositive(probe.firstTextMs - probe.firstTokenMs);
  }
  return toPositive(probe.roundTripMs - (viewModel.report.cells[0]?.steady.medianMs ?? Number.NaN));
}

function toPositive(ms: number): number | null {
  return ms > 0 ? ms : null;
}
