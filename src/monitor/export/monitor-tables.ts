import { formatCsv } from '#core/encoding/csv.ts';
import { measureIds, readMeasure } from '../measures.ts';
import { countErrors, type MonitorWindow } from '../monitor-window.ts';

/** Formats one row per window, oldest first; measures with too few runs are empty. Times are RFC 3339 in UTC. */
export function toCsv(windows: readonly MonitorWindow[]): string {
  const head = ['start', 'span', 'version', 'errors', 'cancelled', 'busy-ms', 'input-bytes', ...measureIds];
  const rows = sortByTime(windows).map((window) =>
    [
      new Date(window.startMs).toISOString(),
      window.span,
      window.version,
      countErrors(window),
      window.cancelled,
      window.busyMs,
      window.inputBytes,
    ].concat(measureIds.map((id) => readMeasure(window, id)?.value ?? '')),
  );
  return formatCsv([head, ...rows]);
}

/**
 * Formats all windows with their distributions: minimum, maximum, then mean and weight of each centroid.
 * `readMonitorFile` reads the result.
 * @param record the deployment itself, as plain JSON
 */
export function toJson(name: string, windows: readonly MonitorWindow[], record: object): string {
  const plainWindows = sortByTime(windows).map(toPlain);
  return `${JSON.stringify({ deployment: name, record, windows: plainWindows }, null, 1)}\n`;
}

function toPlain({ digests, startMs, ...window }: MonitorWindow) {
  const lists = Object.entries(digests).map(([feature, packed]) => [feature, [...packed]] as const);
  return { start: new Date(startMs).toISOString(), ...window, digests: Object.fromEntries(lists) };
}

function sortByTime(windows: readonly MonitorWindow[]): readonly MonitorWindow[] {
  return windows.toSorted((a, b) => a.startMs - b.startMs || a.version - b.version);
}
