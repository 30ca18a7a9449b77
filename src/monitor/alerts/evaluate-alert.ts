import { estimateTheilSenSlope } from '#statistics/theil-sen.ts';
import { median } from '#statistics/quantiles.ts';
import { mergeSummaries } from '../merge-windows.ts';
import { readMeasure } from '../measures.ts';
import { spanMs, type MonitorWindow } from '../monitor-window.ts';
import type { AlertRule } from './alert-rule.ts';

export interface AlertState {
  readonly isRaised: boolean;
  /**
   * The value that was compared with the limit; `null` if it was not measured, in which case the state stays as it was.
   */
  readonly value: number | null;
}

/** The values of a deployment by which rules are evaluated. */
export interface Monitored {
  /** The windows of the deployment, in any order. */
  readonly windows: readonly MonitorWindow[];
  /** The p-value of the drift of the current version's inputs; `null` if it was not measured. */
  readonly driftP: number | null;
}

/**
 * Evaluates a rule, with hysteresis: a raised alert ends only beyond the clear limit.
 * @param wasRaised whether the alert of this rule is raised now
 */
export function evaluateAlert(rule: AlertRule, monitored: Monitored, nowMs: number, wasRaised: boolean): AlertState {
  const value = computeValue(rule, monitored, nowMs);
  if (value === null) return { isRaised: wasRaised, value };
  const limit = wasRaised ? rule.clearLimit : rule.limit;
  return { isRaised: rule.side === 'above' ? value > limit : value < limit, value };
}

function computeValue(rule: AlertRule, { windows, driftP }: Monitored, nowMs: number): number | null {
  const { kind, measure, hours } = rule;
  if (kind === 'drift') return driftP;
  if (kind === 'absence') return countHoursSinceLastRun(windows, nowMs);
  const latest = selectWindows(windows, nowMs - hours * spanMs.hour, nowMs);
  if (kind === 'trend') return computeTrend(rule, latest);
  if (kind === 'threshold') return readMeasure(mergeSummaries(latest), measure)?.value ?? null;
  // Only whole hours are compared, because the current hour is incomplete.
  const endMs = Math.floor(nowMs / spanMs.hour) * spanMs.hour - 1;
  const startMs = endMs - hours * spanMs.hour;
  const current = readMeasure(mergeSummaries(selectWindows(windows, startMs, endMs)), measure);
  const before = readMeasure(mergeSummaries(selectWindows(windows, startMs - hours * spanMs.hour, startMs)), measure);
  return current && before && before.value > 0 ? current.value / before.value : null;
}

/** Selects the windows that start after `startMs`, up to `endMs`. */
function selectWindows(windows: readonly MonitorWindow[], startMs: number, endMs: number): readonly MonitorWindow[] {
  return windows.filter((window) => window.startMs > startMs && window.startMs <= endMs);
}

/** Counts the hours since the last run; 0 if the clock shows a time before it, `null` if there were no runs. */
function countHoursSinceLastRun(windows: readonly MonitorWindow[], nowMs: number): number | null {
  const ends = windows.filter(({ runs }) => runs > 0).map(({ startMs, span }) => startMs + spanMs[span]);
  return ends.length === 0 ? null : Math.max(0, (nowMs - Math.max(...ends)) / spanMs.hour);
}

function computeTrend({ measure }: AlertRule, windows: readonly MonitorWindow[]): number | null {
  const byHour = [...Map.groupBy(windows, ({ startMs }) => startMs)].sort(([a], [b]) => a - b);
  const points = byHour.flatMap(([startMs, group]) => {
    const measuredValue = readMeasure(mergeSummaries(group), measure);
    return measuredValue ? [{ hour: startMs / spanMs.hour, value: measuredValue.value }] : [];
  });
  const values = points.map(({ value }) => value);
  const trend = estimateTheilSenSlope(
    points.map(({ hour }) => hour),
    values,
    0.025,
  );
  const medianValue = median(values);
  if (!trend || medianValue === 0) return null;
  const isSignificant = trend.interval[0] > 0 || trend.interval[1] < 0;
  return isSignificant ? (trend.slope * (points.at(-1)!.hour - points[0]!.hour)) / Math.abs(medianValue) : 0;
}
