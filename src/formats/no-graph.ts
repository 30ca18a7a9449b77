import type { ModelFacts } from '#core/facts.ts';

/** What a file that holds weights and no graph says of one: nothing. */
export const noGraph = {
  inputs: [],
  outputs: [],
  operators: {},
  opsets: {},
  unknownOperators: [],
  peakActivationBytes: null,
} satisfies Partial<ModelFacts>;
