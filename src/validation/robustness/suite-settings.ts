import type { Severity } from './severities.ts';

/** The extent of a robustness run. */
export interface SuiteSettings {
  /** Severities in ascending order. */
  readonly severities: readonly Severity[];
  /** Number of items; a random sample if the dataset has more. */
  readonly items: number;
}

/** A low, a medium and the highest severity, on few enough items for a browser. */
export const defaultSuite: SuiteSettings = { severities: [1, 3, 5], items: 50 };
