import { logSumExp } from '#core/log-sum-exp.ts';

/** A predicted token. */
export interface SampledToken {
  readonly token: number;
  /** The natural logarithm of its probability at temperature 1. */
  readonly logProbability: number;
}

/**
 * Chooses the likeliest token at temperature 0, and samples a token at a higher temperature.
 * @param logits one per token of the vocabulary
 * @param random returns uniform numbers in [0, 1)
 */
export function sampleToken(logits: Float32Array, temperature: number, random: () => number): SampledToken {
  const token = temperature === 0 ? findLikeliest(logits) : drawToken(logits, temperature, random);
  return { token, logProbability: logits[token]! - logSumExp(logits) };
}

function findLikeliest(logits: Float32Array): number {
  let best = 0;
  for (let token = 1; token < logits.length; token++) if (logits[token]! > logits[best]!) best = token;
  return best;
}

/** Computes the probability of a token at temperature 1. */
export function computeProbability(logits: Float32Array, token: number): number {
  return Math.exp(logits[token]! - logSumExp(logits));
}

function drawToken(logits: Float32Array, temperature: number, random: () => number): number {
  const weights = logits.map((logit) => logit / temperature);
  const total = logSumExp(weights);
  let remaining = random();
  let last = 0;
  for (let token = 0; token < weights.length; token++) {
    const probability = Math.exp(weights[token]! - total);
    if (probability === 0) continue;
    last = token;
    remaining -= probability;
    if (remaining < 0) break;
  }
  return last;
}
