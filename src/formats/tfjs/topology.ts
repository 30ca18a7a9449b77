import type { ValueFacts } from '#core/model/model-facts.ts';

/** The facts common to the topologies of graph models and layers models. */
export interface Topology {
  readonly operators: Readonly<Record<string, number>>;
  readonly inputs: readonly ValueFacts[];
  readonly outputs: readonly ValueFacts[];
  readonly opsets: Readonly<Record<string, number>>;
}
