import { createSeededRandom } from '#core/random.ts';
import { logSumExp, topLogits, type Candidate } from './logits.ts';

/** How a token is chosen. The settings mean the same as in llama.cpp, which applies them in this order. */
export interface SamplingSettings {
  /** Divides the logits of recent tokens if they are positive, and multiplies them otherwise; 1 changes nothing. */
  readonly repeatPenalty: number;
  /** Top-k: only this many of the most likely tokens; 0 for all. */
  readonly topK: number;
  /** Top-p: only the most likely tokens whose probabilities sum to this; 1 for all. */
  readonly topP: number;
  /** Min-p: only tokens with at least this fraction of the highest probability. */
  readonly minP: number;
  /** 0 is greedy: always the most likely token. */
  readonly temperature: number;
}

/** llama.cpp's defaults (`common_params_sampling` in common.h), so both engines sample in the same way. */
export const defaultSampling: SamplingSettings = {
  repeatPenalty: 1,
  topK: 40,
  topP: 0.95,
  minP: 0.05,
  temperature: 0.8,
};

/** Number of recent tokens that the repeat penalty considers (`penalty_last_n` in llama.cpp). */
const penalisedTokens = 64;

/** Chooses tokens by their logits. One sampler for each answer. */
export class Sampler {
  readonly #settings: SamplingSettings;
  readonly #random: () => number;

  /** @param seed the same seed chooses the same tokens for the same logits */
  constructor(settings: SamplingSettings, seed: number) {
    this.#settings = settings;
    this.#random = createSeededRandom(seed);
  }

  /**
   * @param logits of all tokens; not changed
   * @param context the tokens so far, prompt included
   */
  next(logits: Float32Array, context: readonly number[]): number {
    const { temperature, topK } = this.#settings;
    const penalised = this.#penalise(logits, context);
    if (temperature <= 0 || topK === 1) return topLogits(penalised, 1)[0]!.token;
    const likely = this.#likely(topLogits(penalised, topK === 0 ? penalised.length : topK));
    const max = likely[0]!.logit;
    const weights = likely.map(({ logit }) => Math.exp((logit - max) / temperature));
    let rest = this.#random() * weights.reduce((sum, weight) => sum + weight, 0);
    const index = weights.findIndex((weight) => (rest -= weight) < 0);
    return likely.at(index)!.token; // -1, the last one, if rounding leaves a remainder
  }

  #penalise(logits: Float32Array, context: readonly number[]): Float32Array {
    const { repeatPenalty } = this.#settings;
    if (repeatPenalty === 1) return logits;
    const result = logits.slice();
    for (const token of new Set(context.slice(-penalisedTokens))) {
      const logit = logits[token] ?? 0;
      result[token] = logit > 0 ? logit / repeatPenalty : logit * repeatPenalty;
    }
    return result;
  }

  /** @param candidates most likely first */
  #likely(candidates: readonly Candidate[]): readonly Candidate[] {
    const { topP, minP } = this.#settings;
    const total = logSumExp(Float32Array.from(candidates, ({ logit }) => logit));
    const minLogit = candidates[0]!.logit + Math.log(minP);
    let cumulative = 0;
    const end = candidates.findIndex(({ logit }) => {
      const isLeftOut = cumulative >= topP || logit < minLogit;
      cumulative += Math.exp(logit - total);
      return isLeftOut;
    });
    return end === -1 ? candidates : candidates.slice(0, Math.max(1, end));
  }
}
