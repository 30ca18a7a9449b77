import { measureIds, type MeasureId } from '../measures.ts';

/**
 * The condition that raises an alert.
 * - `threshold`: the measure over the last `hours`.
 * - `rate`: that value divided by the value over the `hours` before.
 * - `trend`: the relative change over the last `hours` along a significant trend of hourly values; 0 without one.
 * - `absence`: the hours since the last run; `measure` and `hours` are ignored.
 * - `drift`: the p-value of the recent inputs against the reference, so below the limit; `measure` and `hours` are
 *   ignored.
 */
export interface AlertRule {
  readonly id: string;
  readonly kind: AlertKind;
  readonly measure: MeasureId;
  /** The side of the limit on which an alert is raised. */
  readonly side: 'above' | 'below';
  readonly limit: number;
  /** The alert ends only when the value has passed this limit again, so that it does not flap (hysteresis). */
  readonly clearLimit: number;
  readonly hours: number;
}

export const alertKinds = ['threshold', 'rate', 'trend', 'absence', 'drift'] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Whether rules of this kind evaluate their `measure`. */
export const isAboutMeasure = (kind: AlertKind): boolean => kind !== 'absence' && kind !== 'drift';

/** The minimum limit of a p-value: smaller ones are not distinguished. Heuristic, not measured. */
const minDriftLimit = 0.001;

/** A rate needs windows for twice its `hours`, and hourly windows are merged into daily ones after a month. */
export const maxRuleHours = 14 * 24;

/** The invalid part of a rule. */
export type RuleFault = 'limit' | 'clear-limit' | 'hours' | 'side';

/** Returns the first invalid part; `null` if the rule can be used. */
export function findRuleFault({ kind, measure, side, limit, clearLimit, hours }: AlertRule): RuleFault | null {
  if (!Number.isFinite(limit) || !measureIds.includes(measure)) return 'limit';
  if (kind === 'drift' && (limit < minDriftLimit || limit >= 1)) return 'limit';
  if (!Number.isFinite(clearLimit) || (side === 'above' ? clearLimit > limit : clearLimit < limit))
    return 'clear-limit';
  if (!Number.isInteger(hours) || hours < 1 || hours > maxRuleHours) return 'hours';
  const onlySide = ({ absence: 'above', drift: 'below' } as Partial<Record<AlertKind, AlertRule['side']>>)[kind];
  return onlySide !== undefined && side !== onlySide ? 'side' : null;
}
