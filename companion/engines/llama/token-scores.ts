import type { TokenPrediction, TokenScores } from '#core/engine/text-session.ts';
import type { LlamaModel, LlamaSequence, Token } from './llama-library.ts';

/** Tokens scored at a time: the library returns the probability of the whole vocabulary for each of them. */
const tokensAtATime = 16;
/** The least float32 above 0, which the probability of a less likely token is rounded to 0 from. */
const leastProbability = 2 ** -149;

interface ScoringModel {
  readonly model: Pick<LlamaModel, 'tokenize' | 'tokens'>;
  readonly sequence: LlamaSequence;
  /** Processes tokens into the empty context. @throws AppError input-invalid if `length` tokens do not fit */
  begin(tokens: readonly Token[], length: number): Promise<void>;
}

/** The scores of the tokens of given texts. A special token that a text spells out is read as text. */
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
