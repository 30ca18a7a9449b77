import type { ModelFacts } from '#core/model-facts.ts';

/** The facts that describe a graph, all empty: for files that hold weights only. */
export const emptyGraphFacts = {
  inputs: [],
  outputs: [],
  operators: {},
  opsets: {},
  unknownOperators: [],
  peakActivationBytes: null,
} satisfies Partial<ModelFacts>;
