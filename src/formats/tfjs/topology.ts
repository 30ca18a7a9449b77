import type { ValueFacts } from '#core/facts.ts';

/** What either kind of topology tells. */
export interface Topology {
  readonly operators: Readonly<Record<string, number>>;
  readonly inputs: readonly ValueFacts[];
  readonly outputs: readonly ValueFacts[];
  readonly opsets: Readonly<Record<string, number>>;
}
