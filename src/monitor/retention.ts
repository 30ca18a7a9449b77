import { mergeToDay } from './merge-windows.ts';
import { getWindowStart, type MonitorWindow } from './monitor-window.ts';

/** The numbers of hourly and daily windows retained for one deployment. */
export interface Retention {
  readonly hours: number;
  readonly days: number;
}
export const defaultRetention: Retention = { hours: 31 * 24, days: 366 };

/** The changes of the stored windows. */
export interface RetentionPlan {
  readonly remove: readonly MonitorWindow[];
  readonly add: readonly MonitorWindow[];
}

/**
 * Merges the oldest hourly windows into daily ones, and removes the oldest daily ones. It counts windows instead of
 * reading the clock, so that a wrong clock deletes nothing.
 * @param windows of one deployment, in any order
 */
export function planRetention(windows: readonly MonitorWindow[], { hours, days }: Retention): RetentionPlan {
  const newestFirst = windows.toSorted((a, b) => b.startMs - a.startMs || b.version - a.version);
  const excessHours = newestFirst.filter(({ span }) => span === 'hour').slice(hours);
  const storedDays = newestFirst.filter(({ span }) => span === 'day');
  const formatDayKey = ({ version, startMs }: MonitorWindow) => `${version} ${getWindowStart(startMs, 'day')}`;
  const joined = [...Map.groupBy(excessHours, formatDayKey)].map(([key, group]) => {
    const storedOfDay = storedDays.filter((day) => formatDayKey(day) === key);
    return {
      replaced: [...group, ...storedOfDay],
      day: mergeToDay([...group, ...storedOfDay] as [MonitorWindow, ...MonitorWindow[]]),
    };
  });
  const replaced = new Set(joined.flatMap((group) => group.replaced));
  const allDays = [...storedDays.filter((day) => !replaced.has(day)), ...joined.map(({ day }) => day)];
  const keptDays = new Set(allDays.toSorted((a, b) => b.startMs - a.startMs || b.version - a.version).slice(0, days));
  return {
    remove: [...replaced, ...storedDays.filter((day) => !replaced.has(day) && !keptDays.has(day))],
    add: joined.map(({ day }) => day).filter((day) => keptDays.has(day)),
  };
}
