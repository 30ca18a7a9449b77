import { chooseRunSizes } from '#bench/inputs/run-sizes.ts';
import { cooldown } from '#bench/method.ts';
import type { FinishedRun } from '#bench/report/assemble-report.ts';
import { delay } from '#core/delay.ts';
import type { OpenedTensorModel } from '#core/engine/runtime.ts';
import type { OpenedText } from '#core/engine/text-session.ts';
import type { Environment } from '#core/report/environment.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { Progress } from '#core/report/progress.ts';
import { readEnvironment } from '#device/environment.ts';
import { PageMonitor } from '#device/page-monitor.ts';
import { gridIntensity } from '../companion/grid-intensity.svelte.ts';
import { appVersion } from '../shell/app-version.ts';
import { openForBench } from './open-for-bench.ts';

/** Engine and device pairs used since the page was loaded (R2). */
const usedTargets = new Set<string>();

/** The last measured model. The device cools down before a different one is measured (R17). */
let lastRun: { readonly subject: string; readonly endedAtMs: number } | null = null;

interface MeasureRunOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Called with the model before it is measured; an error ends the run. */
  readonly onOpened?: (opened: OpenedTensorModel | OpenedText) => void;
}

/**
 * Opens a model and measures it.
 * @throws any error of `openForBench` | input-invalid if a free dimension has no size | aborted
 */
export async function measureRun(
  request: BenchRequest,
  { signal, onProgress, onOpened = () => {} }: MeasureRunOptions,
): Promise<FinishedRun> {
  const startedAtMs = Date.now();
  const environment = await readEnvironment();
  await coolDown(request, environment, signal, onProgress);
  const handle = await openForBench(request, { signal, onProgress });
  const pageMonitor = new PageMonitor();
  try {
    const { opened } = handle;
    onOpened(opened);
    const engine = `${opened.facts.engine} ${opened.facts.device}`;
    const start = usedTargets.has(engine) || opened.codeFrom === 'cache' ? 'warm' : 'cold';
    usedTargets.add(engine);
    const dimensions = 'inputs' in opened.facts ? chooseRunSizes(request, opened.facts) : {};
    const measured = await handle.bench({ ...request, dimensions }, { signal, onProgress });
    const { eventLoop } = pageMonitor;
    const remote = opened.facts.environment;
    const { device = opened.facts.device, threads } = opened.chosen ?? request;
    const { settings: chosenSettings } = opened.chosen ?? {};
    const measuredRequest = {
      ...request,
      ...chosenSettings,
      device,
      ...(threads !== undefined && { threads }),
      ...(Object.keys(dimensions).length > 0 && { dimensions }),
    };
    return {
      app: appVersion,
      startedAtMs,
      request: measuredRequest,
      environment: remote ?? environment,
      interruptions: remote ? [] : pageMonitor.interruptions, // a program outside the browser continues while the page is hidden
      eventLoop,
      start,
      opened,
      measured: gridIntensity.applyTo(measured),
    };
  } finally {
    pageMonitor.stop();
    handle.close();
    lastRun = { subject: toSubjectKey(request), endedAtMs: Date.now() };
  }
}

async function coolDown(
  request: BenchRequest,
  { os }: Environment,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  signal.throwIfAborted();
  if (!lastRun || lastRun.subject === toSubjectKey(request)) return;
  const neededMs = os === 'Android' || os === 'iOS' ? cooldown.phoneModelMs : cooldown.modelMs;
  const remainingMs = lastRun.endedAtMs + neededMs - Date.now();
  if (remainingMs <= 0) return;
  onProgress({ phase: 'cool-down', fraction: null, remainingMs });
  await delay(remainingMs, signal);
}

function toSubjectKey({ subject }: BenchRequest): string {
  return subject.kind === 'files' ? subject.files.map(({ name }) => name).join() : `${subject.kind} ${subject.id}`;
}
