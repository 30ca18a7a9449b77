import { maxConcurrency } from '#links/evaluate-link.ts';
import { parseSeconds } from './parse-seconds.ts';
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
