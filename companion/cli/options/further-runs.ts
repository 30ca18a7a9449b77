import { maxConcurrency, maxSustainedS } from '#links/evaluate-link.ts';
import { UsageError } from '../command.ts';

/** The options of the runs that some gates need besides the items. */
export const furtherRunOptions = {
  stress: { type: 'string' },
  stability: { type: 'string' },
} as const;

export const furtherRunUsage = `  --stress <concurrency>            concurrent requests of the load test, 0 for none; default: 4 if a gate needs it
  --stability <time>                time of the sustained run, such as 10m, 0 for none; default: 10m if a required
                                    gate needs it`;

/** As parameters of the link. @throws UsageError */
export function furtherRunQuery({
  stress,
  stability,
}: {
  readonly stress?: string | undefined;
  readonly stability?: string | undefined;
}): [name: string, value: string][] {
  return [
    ...(stress === undefined ? [] : [['stress', String(concurrencyOf(stress))] satisfies [string, string]]),
    ...(stability === undefined ? [] : [['stability', String(secondsOf(stability))] satisfies [string, string]]),
  ];
}

function concurrencyOf(text: string): number {
  const concurrency = Number(text);
  if (/^\d+$/.test(text) && concurrency <= maxConcurrency) return concurrency;
  throw new UsageError(`--stress "${text}": expected a whole number from 0 to ${maxConcurrency}`);
}

const unitsS = { s: 1, m: 60, h: 3600 } as const;

function secondsOf(text: string): number {
  const { number, unit = 's' } = /^(?<number>\d+)(?<unit>[smh])?$/.exec(text)?.groups ?? {};
  const seconds = Number(number) * unitsS[unit as keyof typeof unitsS];
  if (seconds <= maxSustainedS) return seconds;
  throw new UsageError(`--stability "${text}": expected a time of up to 24h, such as 600s or 10m`);
}
