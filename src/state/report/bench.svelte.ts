import { openForBench } from './open-for-bench.ts';
import { cooldown } from '#bench/method.ts';
import { assembleReport } from '#bench/report.ts';
import { suggestedSizes } from '#bench/suggested-sizes.ts';
import { delay } from '#core/delay.ts';
import { AppError, asAppError } from '#core/error.ts';
import type { Opened } from '#core/runtime.ts';
import type { OpenedText } from '#core/text.ts';
import type { BenchRequest, Dimensions, Environment, Progress } from '#core/report.ts';
import { withBenchLock } from '#device/bench-lock.ts';
import { readEnvironment } from '#device/environment.ts';
import { PageMonitor } from '#device/page-monitor.ts';
import { formatBenchLink } from '#links/bench-link.ts';
import { appVersion } from '../shell/app-version.ts';
import type { ForecastOutcome } from '#records/forecasts.ts';
import { recordFromReport } from '../models/forecast-record.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { reportDone, reportFailure, reportProgress, reportStart } from '../shell/automation-status.ts';
import { viewModelOf, type ReportViewModel } from './report-view-model.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { recordReport } from '../results/record-result.ts';
import { viewModelOfStored } from '../results/stored-report.ts';

export type BenchPhase = 'idle' | 'running' | 'sizes' | 'done' | 'failed';

/** What is shown of a cell while it runs. */
export interface LiveSamples {
  readonly cell: string;
  /** The latest ones, ms per inference: few, since a live view costs what is measured. */
  readonly latestMs: readonly number[];
  /** How many there are in all. */
  readonly count: number;
}

/** Samples in {@link LiveSamples.latestMs}: what fits side by side in the live view. */
const maxLiveSamples = 120;

/** Engine and device pairs used since the page was opened (R2). */
const used = new Set<string>();

/** The model measured last, so that the next one starts on a rested device (R17). */
let last: { readonly subject: string; readonly endedAtMs: number } | null = null;

/** One visit of the Bench page: a run, what it shows while it lasts, and its report. */
export class Bench {
  #phase = $state<BenchPhase>('idle');
  progress = $state.raw<Progress | null>(null);
  /** Another tab is measuring; this one starts after it. */
  waits = $state(false);
  /** Of the cell that runs now; null before its first sample. */
  live = $state.raw<LiveSamples | null>(null);
  view = $state.raw<ReportViewModel | null>(null);
  /** What the forecast for this model was worth; null where there was none. */
  tested = $state.raw<ForecastOutcome | null>(null);
  error = $state.raw<AppError | null>(null);
  /** Why the report could not be stored among the results. */
  notStored = $state.raw<AppError | null>(null);
  /** Free dimensions of the opened model that have no size yet (phase `sizes`), each with one to start from. */
  unsized = $state.raw<Dimensions>({});
  /** Of the latest operation: what comes of one before is dropped. */
  #stop = new AbortController();

  get phase(): BenchPhase {
    return this.#phase;
  }

  /** Runs to the end; the outcome is in `phase`, and for machines in the port. */
  async run(request: BenchRequest): Promise<void> {
    const stop = this.#begin();
    this.progress = null;
    this.waits = false;
    this.live = null;
    this.view = null;
    this.tested = null;
    this.error = null;
    this.notStored = null;
    this.#phase = 'running';
    reportStart('running');
    const endWork = beginWork('bench');
    try {
      const { signal } = stop;
      const onWait = () => {
        if (!signal.aborted) this.waits = true;
      };
      const view = await withBenchLock({ signal, onWait }, () => this.#measure(request, signal));
      if (stop !== this.#stop) return;
      this.view = view;
      this.#phase = 'done';
      reportDone(view.report, view.href);
      await this.#store(view, stop);
      const tested = await recordFromReport(request, view.report);
      if (stop === this.#stop) this.tested = tested;
    } catch (thrown) {
      if (stop === this.#stop) this.fail(thrown);
    } finally {
      endWork();
    }
  }

  /** Says before a run that its model is not in this browser; nothing is downloaded for a link. */
  async check({ subject }: BenchRequest): Promise<void> {
    if (subject.kind !== 'model') return;
    const stop = this.#stop;
    await storedModels.requireStored(subject.id).catch((thrown: unknown) => stop === this.#stop && this.fail(thrown));
  }

  /** Another model was chosen: a run of the one before ends, and what was said of it no longer holds. */
  forget(): void {
    this.#begin();
    this.error = null;
    this.unsized = {};
    this.#phase = 'idle';
  }

  /** Shows the result that was stored from this entry of the browser's history. @returns false: there is none */
  async restore(): Promise<boolean> {
    const { result } = (history.state ?? {}) as { readonly result?: string };
    const stop = this.#stop;
    const view = result === undefined ? null : await viewModelOfStored(result).catch(() => null);
    if (!view || stop !== this.#stop) return false;
    this.view = view;
    this.#phase = 'done';
    reportDone(view.report, view.href);
    return true;
  }

  cancel(): void {
    this.#stop.abort();
  }

  /** The page is left: what still runs ends, and nobody is told. */
  close(): void {
    this.#begin();
  }

  #begin(): AbortController {
    const replaced = this.#stop;
    this.#stop = new AbortController();
    replaced.abort();
    return this.#stop;
  }

  /** Shows what went wrong, and tells a machine; also of a link that could not be read. */
  fail(thrown: unknown): void {
    this.error = reportFailure(thrown);
    this.#phase = Object.keys(this.unsized).length > 0 ? 'sizes' : 'failed';
  }

  /** The entry of the history names the result, so that Back and a reload show it again. */
  async #store({ report, hash }: ReportViewModel, stop: AbortController): Promise<void> {
    try {
      const { id } = await recordReport(report, hash);
      if (stop === this.#stop) history.replaceState({ result: id }, '');
    } catch (thrown) {
      if (stop === this.#stop) this.notStored = asAppError(thrown);
    }
  }

  async #measure(request: BenchRequest, signal: AbortSignal): Promise<ReportViewModel> {
    const startedAtMs = Date.now();
    this.waits = false;
    this.unsized = {};
    const environment = await readEnvironment();
    await this.#rest(request, environment, signal);
    const handle = await openForBench(request, { signal, onProgress: (now) => this.#show(now) });
    const watch = new PageMonitor();
    try {
      const { opened } = handle;
      const engine = `${opened.facts.runtime} ${opened.facts.device}`;
      const start = used.has(engine) || opened.codeFrom === 'cache' ? 'warm' : 'cold';
      used.add(engine);
      const dimensions = this.#sizesFor(request, opened);
      const measured = await handle.bench({ ...request, dimensions }, { signal, onProgress: (now) => this.#show(now) });
      const { interruptions, eventLoop } = watch;
      const { device = opened.facts.device, threads } = opened.chosen ?? request;
      const settings = {
        ...request,
        device,
        ...(threads !== undefined && { threads }),
        ...(Object.keys(dimensions).length > 0 && { dimensions }),
      };
      const run = {
        app: appVersion,
        startedAtMs,
        request: settings,
        environment,
        interruptions,
        eventLoop,
        start,
      } as const;
      return await viewModelOf(assembleReport({ ...run, opened, measured }));
    } finally {
      watch.stop();
      handle.close();
      last = { subject: subjectKey(request), endedAtMs: Date.now() };
    }
  }

  /** Sizes for exactly the free dimensions that the model has. @throws AppError input-invalid where one is missing */
  #sizesFor({ subject, dimensions = {} }: BenchRequest, { facts }: Opened | OpenedText): Dimensions {
    if (subject.kind === 'workload' || !('inputs' in facts)) return {};
    const suggested = suggestedSizes(facts.inputs);
    const free = Object.keys(suggested);
    const missing = free.filter((name) => typeof dimensions[name] !== 'number'); // or what an object inherits
    if (missing.length > 0) {
      this.unsized = suggested;
      throw new AppError('input-invalid', {
        name: missing.join(', '),
        reason: 'size-missing',
        free: missing.map(encodeURIComponent).join(','),
        suggested: free.map((name) => `${encodeURIComponent(name)}:${suggested[name]}`).join(','),
      });
    }
    return Object.fromEntries(free.map((name) => [name, dimensions[name] ?? 1]));
  }

  async #rest(request: BenchRequest, { os }: Environment, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!last || last.subject === subjectKey(request)) return;
    const neededMs = os === 'Android' || os === 'iOS' ? cooldown.phoneModelMs : cooldown.modelMs;
    const leftMs = last.endedAtMs + neededMs - Date.now();
    if (leftMs <= 0) return;
    this.#show({ phase: 'cool-down', fraction: null, leftMs });
    await delay(leftMs, signal);
  }

  #show(progress: Progress): void {
    this.progress = progress;
    reportProgress(progress.phase, progress.fraction);
    const { samplesMs, detail = '' } = progress;
    if (!samplesMs || samplesMs.length === 0) return;
    const { latestMs, count } = this.live?.cell === detail ? this.live : { latestMs: [], count: 0 };
    this.live = {
      cell: detail,
      latestMs: [...latestMs, ...samplesMs].slice(-maxLiveSamples),
      count: count + samplesMs.length,
    };
  }
}

function subjectKey({ subject }: BenchRequest): string {
  return subject.kind === 'files' ? subject.files.map(({ name }) => name).join() : `${subject.kind} ${subject.id}`;
}

/** Keeps the address of the page in step with the settings, so that it can be passed on as it stands. */
export function rememberInAddress(request: BenchRequest): void {
  history.replaceState(null, '', formatBenchLink(request));
}
