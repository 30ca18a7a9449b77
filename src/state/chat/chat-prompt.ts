import type { ChatMessage, TextRequest, TextUsage } from '#core/engine/text-session.ts';
import type { Conversation, Turn } from '#records/conversation-records.ts';

/**
 * Builds the input of the model. If the last turn is an answer, the model continues it. A model without a chat template
 * continues the last message.
 */
export function buildPrompt({ system, turns, omitted = 0 }: Conversation, hasTemplate: boolean): TextRequest['prompt'] {
  if (!hasTemplate) {
    const question = turns.findLast(({ role }) => role === 'user')?.content ?? '';
    return question + (findLastAnswer(turns)?.content ?? '');
  }
  const messages: ChatMessage[] = turns.slice(omitted).map(({ role, content }) => ({ role, content }));
  return system ? [{ role: 'system', content: system }, ...messages] : messages;
}

/** Finds the answer at the end of the turns; `null` if they end with a question. */
export function findLastAnswer(turns: readonly Turn[]): Turn | null {
  const last = turns.at(-1);
  return last?.role === 'assistant' ? last : null;
}

/**
 * Combines the usage of an answer and its continuation: all tokens of the answer, with the time to its first token. The
 * prompt of the continuation contained the partial answer.
 */
export function combineUsage(partial: TextUsage | undefined, next: TextUsage): TextUsage {
  if (partial?.tokens == null || next.tokens === null || next.promptTokens === null) return next;
  const { ttftMs, prefillTokensPerS } = partial;
  const promptTokens = next.promptTokens - partial.tokens;
  return { ...next, promptTokens, tokens: partial.tokens + next.tokens, ttftMs, prefillTokensPerS };
}

/** Counts the tokens of the last counted answer and its prompt; `null` if no answer was counted. */
export function countContextTokens(turns: readonly Turn[]): number | null {
  const usage = turns.findLast((turn) => turn.usage)?.usage;
  return usage && usage.promptTokens !== null && usage.tokens !== null ? usage.promptTokens + usage.tokens : null;
}

/**
 * Counts how many turns to omit in order to drop the older half of those sent now; `null` if only one question is sent.
 */
export function countOlderHalf({ turns, omitted = 0 }: Conversation): number | null {
  const middle = omitted + Math.ceil((turns.length - omitted) / 2);
  const nextQuestion = turns.findIndex(({ role }, index) => index >= middle && role === 'user');
  const lastQuestion = turns.findLastIndex(({ role }) => role === 'user');
  const firstSent = nextQuestion === -1 ? lastQuestion : nextQuestion;
  return firstSent > omitted ? firstSent : null;
}
