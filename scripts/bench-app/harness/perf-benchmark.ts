import type { BenchHarness } from './bench.ts';

/** A performance benchmark of the app: a file in `../benchmarks` and a line in `../../bench-app.ts`. */
export interface PerfBenchmark {
  readonly title: string;
  /** The target value, as text with its unit. */
  readonly target: string;
  /** @throws SkippedError if it cannot be measured on this machine */
  measure(bench: BenchHarness): Promise<Measurement>;
}

export interface Measurement {
  readonly value: number;
  readonly unit: 'ms' | 'x' | 'MB' | 'kB' | 'points' | '%';
  readonly isReached: boolean;
  /** The samples of the value, and other measurements of the same run. */
  readonly details: Readonly<Record<string, unknown>>;
}
