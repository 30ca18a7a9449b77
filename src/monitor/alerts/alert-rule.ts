import { measureIds, type MeasureId } from '../measures.ts';

/**
 * When to alert, as data.
 * - `threshold`: the measure over the last `hours`.
 * - `rate`: that value divided by the value over the `hours` before.
 * - `trend`: the relative change over the last `hours` along a significant trend of hourly values; 0 without one.
 * - `absence`: the hours since the last run; `measure` and `hours` are ignored.
 * - `drift`: the p-value of the recent inputs against the reference, so below the limit; `measure` and `hours` are ignored.
 */
export interface AlertRule {
  readonly id: string;
  readonly kind: AlertKind;
  readonly measure: MeasureId;
  /** Which side of the limit alerts. */
  readonly side: 'above' | 'below';
  readonly limit: number;
  /** The alert ends only when the value is back beyond this, so that it does not flicker at the limit. */
  readonly clearLimit: number;
  readonly hours: number;
}

export const alertKinds = ['threshold', 'rate', 'trend', 'absence', 'drift'] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Whether a rule of this kind is about the measure that it names. */
export const isAboutMeasure = (kind: AlertKind): boolean => kind !== 'absence' && kind !== 'drift';

/** Smaller p-values are not distinguished. Own choice. */
const minDriftLimit = 0.001;

/** Hours are joined to days after a month, so no rule looks back further. */
export const maxRuleHours = 14 * 24;

/** What is wrong with a rule; `null` if it can be used. */
export type RuleFault = 'limit' | 'clear-limit' | 'hours' | 'side';

export function findRuleFault({ kind, measure, side, limit, clearLimit, hours }: AlertRule): RuleFault | null {
  if (!Number.isFinite(limit) || !measureIds.includes(measure)) return 'limit';
  if (kind === 'drift' && (limit < minDriftLimit || limit >= 1)) return 'limit';
  if (!Number.isFinite(clearLimit) || (side === 'above' ? clearLimit > limit : clearLimit < limit))
    return 'clear-limit';
  if (!Number.isInteger(hours) || hours < 1 || hours > maxRuleHours) return 'hours';
  const onlySide = ({ absence: 'above', drift: 'below' } as Partial<Record<AlertKind, AlertRule['side']>>)[kind];
  return onlySide !== undefined && side !== onlySide ? 'side' : null;
}
