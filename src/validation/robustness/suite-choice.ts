import type { Severity } from './severities.ts';

/** How much of the suite runs. */
export interface SuiteChoice {
  /** Severities in ascending order. */
  readonly severities: readonly Severity[];
  /** The number of items, a sample if the set has more. */
  readonly items: number;
}

/** A mild, a medium and the strongest severity, on few enough items for a browser. */
export const defaultSuite: SuiteChoice = { severities: [1, 3, 5], items: 50 };
