import type { ErrorCode } from '#core/errors/error.ts';
import { getWindowStart, type MonitoredRun, type MonitorWindow } from './monitor-window.ts';
import { TDigest } from './t-digest.ts';

/** Maximum number of features: with more, a year of windows could exceed 5 MB (`monitor-window.test.ts`). */
export const maxFeatures = 12;

interface OpenWindow {
  readonly version: number;
  readonly startMs: number;
  runs: number;
  errors: Partial<Record<ErrorCode, number>>;
  cancelled: number;
  droppedFrames: number;
  busyMs: number;
  inputBytes: number;
  readonly digests: Map<string, TDigest>;
}

/** Counts the runs of a deployment until they are stored. Counting a run takes some microseconds. */
export class WindowRecorder {
  readonly #deployment: string;
  #windows = new Map<string, OpenWindow>();

  constructor(deployment: string) {
    this.#deployment = deployment;
  }

  get isEmpty(): boolean {
    return this.#windows.size === 0;
  }

  add(run: MonitoredRun, atMs: number): void {
    const window = this.#getWindow(run.version, atMs);
    window.inputBytes += run.inputBytes ?? 0;
    if (run.error === 'aborted') {
      window.cancelled++;
      return;
    }
    window.runs++;
    if (run.error) window.errors[run.error] = (window.errors[run.error] ?? 0) + 1;
    if (run.latencyMs !== null) {
      window.busyMs += run.latencyMs;
      observe(window, 'latency', run.latencyMs);
    }
    if (run.waitMs !== null) observe(window, 'wait', run.waitMs);
    for (const [feature, value] of Object.entries(run.numbers)) observe(window, feature, value);
  }

  /** Adds features of an input that were computed after its run. */
  addNumbers(version: number, numbers: Readonly<Record<string, number>>, atMs: number): void {
    const window = this.#getWindow(version, atMs);
    for (const [feature, value] of Object.entries(numbers)) observe(window, feature, value);
  }

  addDroppedFrames(version: number, count: number, atMs: number): void {
    this.#getWindow(version, atMs).droppedFrames += count;
  }

  /** Returns the windows so far and starts new ones. The caller adds them to the stored ones. */
  take(): readonly MonitorWindow[] {
    const windows = [...this.#windows.values()];
    this.#windows = new Map();
    return windows.map((window) => toStored(this.#deployment, window));
  }

  #getWindow(version: number, atMs: number): OpenWindow {
    const startMs = getWindowStart(atMs, 'hour');
    const key = `${version} ${startMs}`;
    const existingWindow = this.#windows.get(key);
    if (existingWindow) return existingWindow;
    const counts = { runs: 0, cancelled: 0, droppedFrames: 0, busyMs: 0, inputBytes: 0 };
    const createdWindow: OpenWindow = { version, startMs, ...counts, errors: {}, digests: new Map() };
    this.#windows.set(key, createdWindow);
    return createdWindow;
  }
}

function toStored(deployment: string, { digests, ...window }: OpenWindow): MonitorWindow {
  const packed = [...digests].map(([feature, digest]) => [feature, digest.pack()] as const);
  return { deployment, span: 'hour', ...window, digests: Object.fromEntries(packed) };
}

function observe({ digests }: OpenWindow, feature: string, value: number): void {
  if (!Number.isFinite(value)) return;
  let digest = digests.get(feature);
  if (!digest) {
    if (digests.size >= maxFeatures) return;
    digests.set(feature, (digest = new TDigest()));
  }
  digest.add(value);
}
