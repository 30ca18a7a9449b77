import type { Bench } from './bench.ts';

/** One performance figure of the app: a file of this folder, a line in `../bench-app.ts`. */
export interface Figure {
  readonly title: string;
  /** What it should reach, in words with its unit. */
  readonly target: string;
  /** @throws Skip where it cannot be taken here */
  measure(bench: Bench): Promise<Measurement>;
}

export interface Measurement {
  /** The figure itself. */
  readonly value: number;
  readonly unit: 'ms' | 'x' | 'MB' | 'kB' | 'points' | '%';
  readonly isReached: boolean;
  /** What it was made from: samples, and what stood beside it in the same run. */
  readonly details: Readonly<Record<string, unknown>>;
}
