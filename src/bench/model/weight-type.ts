import type { ModelFacts } from '#core/model/model-facts.ts';

/**
 * Finds the element type of most weight bytes, with the kind of quantisation if it adds information: `float32`,
 * `uint8 (qoperator)`, `Q4_K_M (gguf)` (R19). `undefined` if the file lists no weights.
 */
export function findWeightType({ weights, quantisation }: ModelFacts): string | undefined {
  const { kind, name } = quantisation;
  const type = weights[0]?.dtype ?? name ?? undefined;
  const isRedundant = kind === 'none' || kind === 'unknown' || kind === type;
  return type === undefined || isRedundant ? type : `${type} (${kind})`;
}
