import { randomUUID } from 'node:crypto';
import type { AppError } from '#core/errors/error.ts';
import type { TextUsage } from '#core/engine/text-session.ts';

const finishReasons = { model: 'stop', length: 'length', stopped: 'stop' } as const;

/** A generated text, or a chunk of one. */
interface Choice {
  readonly index: number;
  readonly text: string;
  /** The finish reason; `null` while the text is being generated. */
  readonly ended: TextUsage['ended'] | null;
}

/** Formats one response of the chat or the completions API. */
export class ResponseFormatter {
  readonly #isChat: boolean;
  readonly #metadata: object;

  constructor(api: 'chat' | 'completions', model: string) {
    this.#isChat = api === 'chat';
    const id = `${this.#isChat ? 'chatcmpl' : 'cmpl'}-${randomUUID()}`;
    this.#metadata = { id, created: Math.floor(Date.now() / 1000), model };
  }

  /** Formats a response that is not streamed. */
  formatResponse(choices: readonly Choice[], usages: readonly TextUsage[]): object {
    const object = this.#isChat ? 'chat.completion' : 'text_completion';
    const formattedChoices = choices.map(({ index, text, ended }) => ({
      index,
      ...(this.#isChat ? { message: { role: 'assistant', content: text, refusal: null } } : { text }),
      logprobs: null,
      finish_reason: ended && finishReasons[ended],
    }));
    return { ...this.#metadata, object, choices: formattedChoices, ...toUsage(usages) };
  }

  /**
   * Formats a chunk of a streamed response.
   * @param isFirst whether it is the first chunk of its choice
   */
  formatChunk({ index, text, ended }: Choice, isFirst: boolean): object {
    const delta = { ...(isFirst && { role: 'assistant' }), ...(ended === null && { content: text }) };
    const formattedChoice = this.#isChat ? { index, delta } : { index, text };
    return this.#chunk([{ ...formattedChoice, logprobs: null, finish_reason: ended && finishReasons[ended] }]);
  }

  /** Formats the last chunk, which contains the usage. Only sent if the client has requested it. */
  formatUsageChunk(usages: readonly TextUsage[]): object {
    return { ...this.#chunk([]), ...toUsage(usages) };
  }

  #chunk(choices: readonly object[]): object {
    return { ...this.#metadata, object: this.#isChat ? 'chat.completion.chunk' : 'text_completion', choices };
  }
}

/** Sums the token counts; empty if the engine does not count tokens. */
function toUsage(usages: readonly TextUsage[]) {
  let [prompt, completion] = [0, 0];
  for (const { promptTokens, tokens } of usages) {
    if (promptTokens === null || tokens === null) return {};
    prompt += promptTokens;
    completion += tokens;
  }
  return { usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion } };
}

/** OpenAI's error codes by Assay's code or reason. Other codes are sent unchanged. */
const openaiCodes: Readonly<Record<string, string>> = {
  'model-unknown': 'model_not_found',
  'prompt-beyond-context': 'context_length_exceeded',
};

/** Formats an error as OpenAI's API does. */
export function formatOpenaiError(message: string, status: number, error?: AppError): object {
  const code = error && (openaiCodes[String(error.facts.reason)] ?? openaiCodes[error.code] ?? error.code);
  const type = status < 500 ? 'invalid_request_error' : 'server_error';
  return { error: { message, type, param: error?.facts['field'] ?? null, code: code ?? null } };
}
