import type { TokenPrediction, TokenScores } from '#core/engine/text-session.ts';
import type { LlamaModel, LlamaSequence, Token } from './llama-library.ts';

/** The number of tokens per batch, each of which returns the probabilities of the whole vocabulary. Heuristic, not measured. */
const scoringBatchSize = 16;
/** The smallest positive float32 (subnormal). Smaller probabilities underflow to 0. */
const minProbability = 2 ** -149;

interface ScoringModel {
  readonly model: Pick<LlamaModel, 'tokenize' | 'tokens'>;
  readonly sequence: LlamaSequence;
  /**
   * Processes tokens into the empty context.
   * @throws AppError input-invalid if `length` tokens do not fit
   */
  prefill(tokens: readonly Token[], length: number): Promise<void>;
}

/** Creates the token scores of a session. Special tokens that are spelled out in a text are tokenised as plain text. */
export function createTokenScores({ model, sequence, prefill }: ScoringModel): TokenScores {
  const { bos, shouldPrependBosToken } = model.tokens;
  return {
    tokenise: async (text) => ({ tokens: model.tokenize(text), startToken: shouldPrependBosToken ? bos : null }),

    async predict(tokens, from) {
      await prefill(tokens.slice(0, from - 1), tokens.length);
      const predictions: TokenPrediction[] = [];
      for (let offset = from; offset < tokens.length; offset += scoringBatchSize) {
        const targets = tokens.slice(offset, offset + scoringBatchSize);
        const contextTokens = tokens.slice(offset - 1, offset - 1 + targets.length);
        const results = await sequence.controlledEvaluate(contextTokens.map((token) => [token, greedyNext]));
        predictions.push(
          ...results.map(({ next: { token, probabilities } }, index) => ({
            logProbability: Math.log(Math.max(probabilities.get(targets[index]!) ?? 0, minProbability)),
            topToken: token,
          })),
        );
      }
      return predictions;
    },
  };
}

const greedyNext = { generateNext: { token: true, probabilities: true, options: { temperature: 0 } } } as const;
