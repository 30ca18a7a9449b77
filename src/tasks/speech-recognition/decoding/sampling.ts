import { logSumExp } from '#core/log-sum-exp.ts';

export interface SampledToken {
  readonly token: number;
  /** Natural logarithm of its probability at temperature 1. */
  readonly logProbability: number;
}

/**
 * The most likely token at temperature 0, otherwise one at random.
 * @param random uniform in [0, 1)
 */
export function sample(logits: Float32Array, temperature: number, random: () => number): SampledToken {
  const token = temperature === 0 ? findLikeliest(logits) : drawToken(logits, temperature, random);
  return { token, logProbability: logits[token]! - logSumExp(logits) };
}

function findLikeliest(logits: Float32Array): number {
  let best = 0;
  for (let token = 1; token < logits.length; token++) if (logits[token]! > logits[best]!) best = token;
  return best;
}

export function computeProbability(logits: Float32Array, token: number): number {
  return Math.exp(logits[token]! - logSumExp(logits));
}

function drawToken(logits: Float32Array, temperature: number, random: () => number): number {
  const weights = logits.map((logit) => logit / temperature);
  const total = logSumExp(weights);
  let rest = random();
  let last = 0;
  for (let token = 0; token < weights.length; token++) {
    const probability = Math.exp(weights[token]! - total);
    if (probability === 0) continue;
    last = token;
    rest -= probability;
    if (rest < 0) break;
  }
  return last;
}
