import type { MeasuredChange } from '#deploy/deployment.ts';
import type { Symptom } from '#remedies/remedy.ts';

/** How a language describes a change by a formatted percentage, for the better or the worse. */
export interface GainPhrases {
  readonly changes: Readonly<Record<Symptom, { better(percent: string): string; worse(percent: string): string }>>;
  readonly same: string;
  readonly withInterval: (change: string, low: string, high: string) => string;
}

/**
 * A gain in words, such as `23% slower (95% interval: 27% slower to 18% slower)`. The ratio compares speeds for
 * `latency`, bytes (before divided by after) for `memory`, and correct answers or successful runs for the other
 * symptoms.
 */
export function formatGain(
  symptom: Symptom,
  { ratio, interval: [low, high] }: NonNullable<MeasuredChange['gain']>,
  { changes, same, withInterval }: GainPhrases,
  formatPercent: (fraction: number) => string,
): string {
  const describe = (value: number): string => {
    const change = symptom === 'memory' ? 1 - 1 / value : value - 1;
    if (Math.abs(change) < 0.0005) return same; // the smallest change that `formatPercent` shows
    const percent = formatPercent(Math.abs(change));
    return change > 0 ? changes[symptom].better(percent) : changes[symptom].worse(percent);
  };
  return low === high ? describe(ratio) : withInterval(describe(ratio), describe(low), describe(high));
}
