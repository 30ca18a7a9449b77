import { mergeSummaries, type MonitorSummary } from './merge-windows.ts';
import { readMeasure, type MeasureId, type MeasuredValue } from './measures.ts';
import { spanMs, getWindowStart, type MonitorWindow, type WindowSpan } from './monitor-window.ts';

/** An hour or day with runs. */
export interface SeriesStep {
  readonly startMs: number;
  readonly summary: MonitorSummary;
}

/**
 * Selects the windows that overlap the last `hours`. Windows in the future are left out, since they come from a wrong
 * clock.
 */
export function selectPeriod(
  windows: readonly MonitorWindow[],
  hours: number,
  nowMs: number,
): readonly MonitorWindow[] {
  const from = nowMs - hours * spanMs.hour;
  return windows.filter(({ startMs, span }) => startMs + spanMs[span] > from && startMs <= nowMs);
}

/** Merges windows by hour or day, earliest first. A window of a day is a single step, even among hours. */
export function toSeries(windows: readonly MonitorWindow[], span: WindowSpan): readonly SeriesStep[] {
  const groups = Map.groupBy(windows, ({ startMs }) => getWindowStart(startMs, span));
  return [...groups]
    .map(([startMs, group]) => ({ startMs, summary: mergeSummaries(group) }))
    .sort((a, b) => a.startMs - b.startMs);
}

/** Reads a measure at each step, and omits steps at which it was not measured. */
export function readSeries(
  series: readonly SeriesStep[],
  id: MeasureId,
): readonly (MeasuredValue & { readonly startMs: number })[] {
  return series.flatMap(({ startMs, summary }) => {
    const measuredValue = readMeasure(summary, id);
    return measuredValue ? [{ startMs, ...measuredValue }] : [];
  });
}
