import type { TokenPrediction } from '#core/engine/text-session.ts';
import { tokenText, type TokenNotation } from '#formats/gguf/token-text.ts';

/** A completion request, in the terms of llama.cpp's server. */
export interface CompletionRequest {
  readonly prompt: string;
  readonly max_tokens: number;
  readonly grammar?: string;
  readonly [setting: string]: unknown;
}

/** One generated token: its logarithm of probability before any sampling, and the same of the most likely token. */
interface ReportedToken {
  readonly id: number;
  readonly logprob: number;
  readonly top_logprobs: readonly { readonly id: number }[];
}

interface Completion {
  readonly promptTokens: number;
  readonly tokens: readonly ReportedToken[];
}

/** What the predictions need of an engine. */
export interface PredictingEngine {
  /** The tokens as the model's file writes them. */
  readonly vocabulary: readonly string[];
  /** How it writes them; `null` if it is unknown. */
  readonly notation: TokenNotation | null;
  /** The token that a prompt begins with; `null` if the engine adds none. */
  readonly startToken: number | null;
  tokenise(text: string): Promise<readonly number[]>;
  complete(request: CompletionRequest): Promise<Completion>;
}

/**
 * How likely each token was, given those before it. llama.cpp's server reports the probabilities of the tokens that it
 * generates, so a grammar of one sequence makes it generate these. What need not be scored is a prompt, which is processed
 * faster, if its text has the same tokens again.
 * @param tokens beginning with the start token, if there is one
 * @param from the first token to predict, at least 1
 * @returns one per token from `from` on; `null` if the first tokens cannot be a prompt
 */
export async function predictTokens(
  engine: PredictingEngine,
  tokens: readonly number[],
  from: number,
): Promise<readonly TokenPrediction[] | null> {
  for (const length of new Set([from, 1])) {
    const prompt = await promptOf(engine, tokens.slice(0, length));
    if (prompt === null) continue;
    const forced = tokens.slice(length);
    const { promptTokens, tokens: generated } = await engine.complete({
      prompt,
      max_tokens: forced.length,
      grammar: `root ::= ${forced.map((id) => `<[${id}]>`).join(' ')}`,
      temperature: 0,
      n_probs: 1,
      cache_prompt: false,
    });
    const isSame = promptTokens === length && forced.every((id, at) => generated[at]?.id === id);
    if (isSame) return generated.slice(from - length).map(predictionOf);
  }
  return null;
}

function predictionOf({ logprob, top_logprobs: [top], id }: ReportedToken): TokenPrediction {
  return { logProbability: logprob, topToken: top?.id ?? id };
}

/** The text that the engine reads as these tokens; `null` if there is none. */
async function promptOf(
  { vocabulary, notation, startToken, tokenise }: PredictingEngine,
  tokens: readonly number[],
): Promise<string | null> {
  const own = startToken === null ? tokens : tokens.slice(1);
  if (own.length === 0) return '';
  const text = notation && tokenText(own.map((id) => vocabulary[id] ?? ''), notation); // prettier-ignore
  if (text === null || text === '') return null;
  for (const candidate of new Set([text, text.replace(/^ /, '')])) {
    // SentencePiece adds a space before the text.
    if (candidate !== '' && (await tokenise(candidate)).join() === own.join()) return candidate;
  }
  return null;
}
