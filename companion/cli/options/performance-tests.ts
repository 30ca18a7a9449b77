import { maxConcurrency, maxSustainedS } from '#links/evaluate-link.ts';
import { UsageError } from '../command.ts';
import { parseWholeNumber } from './parse-whole-number.ts';

/** The options of the performance tests after the evaluation, which some gates need. */
export const performanceTestOptions = {
  'load-test': { type: 'string' },
  'sustained-run': { type: 'string' },
} as const;

export const performanceTestUsage = `  --load-test <concurrency>         concurrent requests of the load test, 0 for none; default: 4 if a gate needs it
  --sustained-run <time>            duration of the sustained run, such as 10m, 0 for none; default: 10m if a required
                                    gate needs it`;

/**
 * Converts the options to link parameters.
 * @throws UsageError
 */
export function toPerformanceTestQuery({
  'load-test': concurrency,
  'sustained-run': time,
}: {
  readonly [Name in keyof typeof performanceTestOptions]?: string | undefined;
}): [name: string, value: string][] {
  return [
    ...(concurrency === undefined
      ? []
      : [
          ['load-test', String(parseWholeNumber('load-test', concurrency, 0, maxConcurrency))] satisfies [
            string,
            string,
          ],
        ]),
    ...(time === undefined
      ? []
      : [['sustained-run', String(parseSeconds('sustained-run', time))] satisfies [string, string]]),
  ];
}

const unitsS = { s: 1, m: 60, h: 3600 } as const;

/**
 * Parses a time such as `600s` or `10m`.
 * @throws UsageError
 */
export function parseSeconds(option: string, text: string): number {
  const { number, unit = 's' } = /^(?<number>\d+)(?<unit>[smh])?$/.exec(text)?.groups ?? {};
  const seconds = Number(number) * unitsS[unit as keyof typeof unitsS];
  if (seconds <= maxSustainedS) return seconds;
  throw new UsageError(`--${option} "${text}": expected a time of up to 24h, such as 600s or 10m`);
}
