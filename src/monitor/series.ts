import { mergeSummaries, type MonitorSummary } from './merge-windows.ts';
import { readMeasure, type MeasureId, type MeasuredValue } from './measures.ts';
import { spanMs, getWindowStart, type MonitorWindow, type WindowSpan } from './monitor-window.ts';

/** A part of a period with runs. */
export interface SeriesStep {
  readonly startMs: number;
  readonly summary: MonitorSummary;
}

/** The windows that begin in the last `hours`, the current hour included; windows in the future are from a wrong clock. */
export function selectPeriod(
  windows: readonly MonitorWindow[],
  hours: number,
  nowMs: number,
): readonly MonitorWindow[] {
  const from = nowMs - hours * spanMs.hour;
  return windows.filter(({ startMs, span }) => startMs + spanMs[span] > from && startMs <= nowMs);
}

/** Windows joined to hours or days, the earliest first. A window of a day is one step, also among hours. */
export function toSeries(windows: readonly MonitorWindow[], span: WindowSpan): readonly SeriesStep[] {
  const groups = Map.groupBy(windows, ({ startMs }) => getWindowStart(startMs, span));
  return [...groups]
    .map(([startMs, group]) => ({ startMs, summary: mergeSummaries(group) }))
    .sort((a, b) => a.startMs - b.startMs);
}

/** A measure at each step at which it was measured. */
export function readSeries(
  series: readonly SeriesStep[],
  id: MeasureId,
): readonly (MeasuredValue & { readonly startMs: number })[] {
  return series.flatMap(({ startMs, summary }) => {
    const measured = readMeasure(summary, id);
    return measured ? [{ startMs, ...measured }] : [];
  });
}
