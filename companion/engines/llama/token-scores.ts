import type { TokenPrediction, TokenScores } from '#core/engine/text-session.ts';
import type { LlamaModel, LlamaSequence, Token } from './llama-library.ts';

/** Number of tokens scored at a time; for each, the library returns the probabilities of the whole vocabulary. */
const tokensAtATime = 16;
/** Smallest positive float32 (subnormal). Smaller probabilities underflow to 0. */
const leastProbability = 2 ** -149;

interface ScoringModel {
  readonly model: Pick<LlamaModel, 'tokenize' | 'tokens'>;
  readonly sequence: LlamaSequence;
  /** Processes tokens into the empty context. @throws AppError input-invalid if `length` tokens do not fit */
  begin(tokens: readonly Token[], length: number): Promise<void>;
}

/** Scores the tokens of given texts. A special token spelled out in a text is read as text. */
export function tokenScores({ model, sequence, begin }: ScoringModel): TokenScores {
  const { bos, shouldPrependBosToken } = model.tokens;
  return {
    tokenise: async (text) => ({ tokens: model.tokenize(text), startToken: shouldPrependBosToken ? bos : null }),

    async predict(tokens, from) {
      await begin(tokens.slice(0, from - 1), tokens.length);
      const predictions: TokenPrediction[] = [];
      for (let offset = from; offset < tokens.length; offset += tokensAtATime) {
        const predicted = tokens.slice(offset, offset + tokensAtATime);
        const before = tokens.slice(offset - 1, offset - 1 + predicted.length);
        const scored = await sequence.controlledEvaluate(before.map((token) => [token, greedyNext]));
        predictions.push(
          ...scored.map(({ next: { token, probabilities } }, index) => ({
            logProbability: Math.log(Math.max(probabilities.get(predicted[index]!) ?? 0, leastProbability)),
            topToken: token,
          })),
        );
      }
      return predictions;
    },
  };
}

const greedyNext = { generateNext: { token: true, probabilities: true, options: { temperature: 0 } } } as const;
