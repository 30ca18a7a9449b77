import type { ModelFacts } from '#core/model/model-facts.ts';

/** Empty graph facts, for files that contain only weights. */
export const emptyGraphFacts = {
  inputs: [],
  outputs: [],
  operators: {},
  opsets: {},
  unknownOperators: [],
  peakActivationBytes: null,
} satisfies Partial<ModelFacts>;
