import type { ModelFacts } from '#core/model/model-facts.ts';

/** The graph facts, all empty, for files that contain only weights. */
export const emptyGraphFacts = {
  inputs: [],
  outputs: [],
  operators: {},
  opsets: {},
  unknownOperators: [],
  peakActivationBytes: null,
} satisfies Partial<ModelFacts>;
