import type { ValueFacts } from '#core/model-facts.ts';

/** What the topologies of graph models and of layers models both state. */
export interface Topology {
  readonly operators: Readonly<Record<string, number>>;
  readonly inputs: readonly ValueFacts[];
  readonly outputs: readonly ValueFacts[];
  readonly opsets: Readonly<Record<string, number>>;
}
