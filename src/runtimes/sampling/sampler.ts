import { createSeededRandom } from '#core/random.ts';
import { logSumExp } from '#core/log-sum-exp.ts';
import { selectTopAllowedLogits, selectTopLogits, type Candidate } from './logits.ts';

/** Sampling settings, as defined by llama.cpp, which applies them in this order. */
export interface SamplingSettings {
  /** Divides the logits of recent tokens if they are positive, and multiplies them otherwise; 1 changes nothing. */
  readonly repeatPenalty: number;
  /** Top-k: the number of most probable tokens that are considered; 0 for all. */
  readonly topK: number;
  /** Top-p: the sum of the probabilities of the most probable tokens that are considered; 1 for all. */
  readonly topP: number;
  /** Min-p: the minimum probability of a token, as a fraction of the highest one. */
  readonly minP: number;
  /** 0 is greedy: always the most probable token. */
  readonly temperature: number;
}

/** llama.cpp's defaults (`common_params_sampling` in common.h), so that both engines sample in the same way. */
export const defaultSampling: SamplingSettings = {
  repeatPenalty: 1,
  topK: 40,
  topP: 0.95,
  minP: 0.05,
  temperature: 0.8,
};

/** Number of recent tokens that the repeat penalty applies to (`penalty_last_n` in llama.cpp). */
const penalisedTokenCount = 64;

/** Samples tokens by their logits. Each answer needs a new sampler. */
export class Sampler {
  readonly #settings: SamplingSettings;
  readonly #random: () => number;

  /** @param seed the same seed samples the same tokens from the same logits */
  constructor(settings: SamplingSettings, seed: number) {
    this.#settings = settings;
    this.#random = createSeededRandom(seed);
  }

  /**
   * Samples the next token.
   * @param logits of the vocabulary; not changed
   * @param context the tokens so far, including the prompt
   */
  sample(logits: Float32Array, context: readonly number[]): number {
    return this.#choose(selectTopLogits(this.#penalise(logits, context), this.#countCandidates(logits)));
  }

  /** Samples the next token among the allowed ones; `null` if none is allowed. */
  sampleAllowed(
    logits: Float32Array,
    context: readonly number[],
    isAllowed: (token: number) => boolean,
  ): number | null {
    const penalised = this.#penalise(logits, context);
    const candidates = selectTopAllowedLogits(penalised, this.#countCandidates(logits), isAllowed);
    return candidates.length === 0 ? null : this.#choose(candidates);
  }

  #countCandidates({ length }: Float32Array): number {
    const { temperature, topK } = this.#settings;
    if (temperature <= 0) return 1;
    return topK === 0 ? length : topK;
  }

  /** @param candidates most probable first */
  #choose(candidates: readonly Candidate[]): number {
    const { temperature } = this.#settings;
    if (candidates.length === 1) return candidates[0]!.token;
    const truncated = this.#truncate(candidates);
    const max = truncated[0]!.logit;
    const weights = truncated.map(({ logit }) => Math.exp((logit - max) / temperature));
    let remainder = this.#random() * weights.reduce((sum, weight) => sum + weight, 0);
    const index = weights.findIndex((weight) => (remainder -= weight) < 0);
    return truncated.at(index)!.token; // if rounding leaves a remainder, the index is -1: the last candidate
  }

  #penalise(logits: Float32Array, context: readonly number[]): Float32Array {
    const { repeatPenalty } = this.#settings;
    if (repeatPenalty === 1) return logits;
    const result = logits.slice();
    for (const token of new Set(context.slice(-penalisedTokenCount))) {
      const logit = logits[token] ?? 0;
      result[token] = logit > 0 ? logit / repeatPenalty : logit * repeatPenalty;
    }
    return result;
  }

  /** Applies top-p and min-p to candidates in descending order. */
  #truncate(candidates: readonly Candidate[]): readonly Candidate[] {
    const { topP, minP } = this.#settings;
    const logTotal = logSumExp(Float32Array.from(candidates, ({ logit }) => logit));
    const minLogit = candidates[0]!.logit + Math.log(minP);
    let cumulative = 0;
    const end = candidates.findIndex(({ logit }) => {
      const isExcluded = cumulative >= topP || logit < minLogit;
      cumulative += Math.exp(logit - logTotal);
      return isExcluded;
    });
    return end === -1 ? candidates : candidates.slice(0, Math.max(1, end));
  }
}
