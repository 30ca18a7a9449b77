import { maxSustainedS } from '#links/evaluate-link.ts';
import { UsageError } from '../command.ts';

const unitsS = { s: 1, m: 60, h: 3600 } as const;

/**
 * Parses a time such as `600s` or `10m`.
 * @throws UsageError
 */
export function parseSeconds(option: string, text: string): number {
  const { number, unit = 's' } = /^(?<number>\d+)(?<unit>[smh])?$/.exec(text)?.groups ?? {};
  const seconds = Number(number) * unitsS[unit as keyof typeof unitsS];
  if (seconds <= maxSustainedS) return seconds;
  throw new UsageError(`--${option} is "${text}"; expected a time of up to 24h, such as 600s or 10m`);
}
