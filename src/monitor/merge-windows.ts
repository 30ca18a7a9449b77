import type { ErrorCode } from '#core/errors/error.ts';
import { getWindowStart, type MonitorWindow } from './monitor-window.ts';
import { TDigest, type PackedDigest } from './t-digest.ts';

/** The counts and distributions of several windows together, of any versions and hours. */
export type MonitorSummary = Omit<MonitorWindow, 'deployment' | 'version' | 'startMs' | 'span'>;

export function mergeSummaries(parts: readonly MonitorSummary[]): MonitorSummary {
  const sum = (count: (part: MonitorSummary) => number) => parts.reduce((total, part) => total + count(part), 0);
  return {
    runs: sum(({ runs }) => runs),
    errors: mergeErrors(parts),
    cancelled: sum(({ cancelled }) => cancelled),
    droppedFrames: sum(({ droppedFrames }) => droppedFrames),
    busyMs: sum(({ busyMs }) => busyMs),
    inputBytes: sum(({ inputBytes }) => inputBytes),
    digests: mergeDigests(parts),
  };
}

/** Adds a window to the stored one of the same version and hour. */
export function mergeWindow(stored: MonitorWindow, added: MonitorWindow): MonitorWindow {
  return { ...stored, ...mergeSummaries([stored, added]) };
}

/** Merges windows of the same version and hour, as several tabs record them. */
export function mergeSameWindows(windows: readonly MonitorWindow[]): readonly MonitorWindow[] {
  const groups = Map.groupBy(windows, ({ version, startMs }) => `${version} ${startMs}`);
  return [...groups.values()].map((group) => group.reduce(mergeWindow));
}

/** Merges hourly windows of one version and day into the window of that day. */
export function mergeToDay(hours: readonly [MonitorWindow, ...MonitorWindow[]]): MonitorWindow {
  const [{ startMs, ...first }] = hours;
  return { ...first, ...mergeSummaries(hours), startMs: getWindowStart(startMs, 'day'), span: 'day' };
}

function mergeErrors(parts: readonly MonitorSummary[]): Readonly<Partial<Record<ErrorCode, number>>> {
  // An error code from a file may be the name of an inherited property, such as `constructor`.
  const counts = new Map<string, number>();
  for (const { errors } of parts)
    for (const [code, count] of Object.entries(errors)) counts.set(code, (counts.get(code) ?? 0) + count);
  return Object.fromEntries(counts);
}

function mergeDigests(parts: readonly MonitorSummary[]): Readonly<Record<string, PackedDigest>> {
  const merged = new Map<string, TDigest>();
  for (const { digests } of parts) {
    for (const [feature, packed] of Object.entries(digests)) {
      const digest = merged.get(feature);
      if (digest) digest.merge(packed);
      else merged.set(feature, TDigest.unpack(packed));
    }
  }
  return Object.fromEntries([...merged].map(([feature, digest]) => [feature, digest.pack()]));
}
