import { estimateTheilSenSlope } from '#statistics/theil-sen.ts';
import { median } from '#statistics/quantiles.ts';
import { mergeSummaries } from '../merge-windows.ts';
import { readMeasure } from '../measures.ts';
import { spanMs, type MonitorWindow } from '../monitor-window.ts';
import type { AlertRule } from './alert-rule.ts';

export interface AlertState {
  readonly isRaised: boolean;
  /** What was compared with the limit; `null` if it was not measured, and the state is then as before. */
  readonly value: number | null;
}

/** What is known about a deployment. */
export interface Monitored {
  /** In any order. */
  readonly windows: readonly MonitorWindow[];
  /** The p-value of the drift of the current version's inputs; `null` if it was not measured. */
  readonly driftP: number | null;
}

/** @param wasRaised whether the same rule raised its alert before */
export function evaluateAlert(rule: AlertRule, monitored: Monitored, nowMs: number, wasRaised: boolean): AlertState {
  const value = readValue(rule, monitored, nowMs);
  if (value === null) return { isRaised: wasRaised, value };
  const limit = wasRaised ? rule.clearLimit : rule.limit;
  return { isRaised: rule.side === 'above' ? value > limit : value < limit, value };
}

function readValue(rule: AlertRule, { windows, driftP }: Monitored, nowMs: number): number | null {
  const { kind, measure, hours } = rule;
  if (kind === 'drift') return driftP;
  if (kind === 'absence') return countHoursSinceLastRun(windows, nowMs);
  const latest = selectWindows(windows, nowMs - hours * spanMs.hour, nowMs);
  if (kind === 'trend') return readTrend(rule, latest);
  if (kind === 'threshold') return readMeasure(mergeSummaries(latest), measure)?.value ?? null;
  // Only whole hours: a count of the current one would be compared with that of a longer time.
  const endMs = Math.floor(nowMs / spanMs.hour) * spanMs.hour - 1;
  const startMs = endMs - hours * spanMs.hour;
  const current = readMeasure(mergeSummaries(selectWindows(windows, startMs, endMs)), measure);
  const before = readMeasure(mergeSummaries(selectWindows(windows, startMs - hours * spanMs.hour, startMs)), measure);
  return current && before && before.value > 0 ? current.value / before.value : null;
}

/** The windows that start after `startMs`, and not after `endMs`. */
function selectWindows(windows: readonly MonitorWindow[], startMs: number, endMs: number): readonly MonitorWindow[] {
  return windows.filter((window) => window.startMs > startMs && window.startMs <= endMs);
}

/** 0 if the clock is behind the last run. */
function countHoursSinceLastRun(windows: readonly MonitorWindow[], nowMs: number): number | null {
  const ends = windows.filter(({ runs }) => runs > 0).map(({ startMs, span }) => startMs + spanMs[span]);
  return ends.length === 0 ? null : Math.max(0, (nowMs - Math.max(...ends)) / spanMs.hour);
}

function readTrend({ measure }: AlertRule, windows: readonly MonitorWindow[]): number | null {
  const byHour = [...Map.groupBy(windows, ({ startMs }) => startMs)].sort(([a], [b]) => a - b);
  const points = byHour.flatMap(([startMs, group]) => {
    const measured = readMeasure(mergeSummaries(group), measure);
    return measured ? [{ hour: startMs / spanMs.hour, value: measured.value }] : [];
  });
  const values = points.map(({ value }) => value);
  const trend = estimateTheilSenSlope(
    points.map(({ hour }) => hour),
    values,
    0.025,
  );
  const centre = median(values);
  if (!trend || centre === 0) return null;
  const isSignificant = trend.interval[0] > 0 || trend.interval[1] < 0;
  return isSignificant ? (trend.slope * (points.at(-1)!.hour - points[0]!.hour)) / Math.abs(centre) : 0;
}
