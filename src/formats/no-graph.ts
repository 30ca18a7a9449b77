import type { ModelFacts } from '#core/facts.ts';

/** The facts that describe a graph, all empty: for files that hold weights only. */
export const noGraph = {
  inputs: [],
  outputs: [],
  operators: {},
  opsets: {},
  unknownOperators: [],
  peakActivationBytes: null,
} satisfies Partial<ModelFacts>;
