import type { AppError } from '#core/errors/error.ts';
import type { Turn } from '#records/conversation-records.ts';
import { countContextTokens } from './chat-prompt.ts';

/** The used fraction of the context above which the page suggests what to do. Heuristic, not measured. */
export const nearlyFullFraction = 0.85;

interface ContextFacts {
  readonly contextLength: number;
  readonly trainedContextLength: number | null;
}

/** How much of the open model's context the conversation uses. */
export interface ContextUse {
  /** Tokens in the context after the last answer, as counted by the engine; `null` if not counted. */
  readonly tokens: number | null;
  /** Whether no token fits the context after the last answer, or the last question did not fit. */
  readonly isFull: boolean;
  readonly isNearlyFull: boolean;
}

/**
 * Computes how much of the context the conversation uses.
 * @param facts of the open model; `null` if none is open
 * @param isCountStale whether messages were left out, or are sent again, since the engine counted the last answer
 */
export function computeContextUse(
  turns: readonly Turn[],
  facts: ContextFacts | null,
  isCountStale: boolean,
  error: AppError | null,
): ContextUse {
  const tokens = isCountStale ? null : countContextTokens(turns);
  const reaches = (limit: number) => facts !== null && (tokens ?? 0) >= limit;
  const { contextLength = 0 } = facts ?? {};
  return {
    tokens,
    isFull: error?.facts.reason === 'prompt-beyond-context' || reaches(contextLength - 1),
    isNearlyFull: reaches(contextLength * nearlyFullFraction),
  };
}

/**
 * Suggests twice the context length, at most the trained length; `null` if that is not longer, or the trained length is
 * unknown.
 */
export function suggestContextLength({ contextLength, trainedContextLength }: ContextFacts): number | null {
  if (trainedContextLength === null) return null;
  const tokens = Math.min(2 * contextLength, trainedContextLength);
  return tokens > contextLength ? tokens : null;
}
