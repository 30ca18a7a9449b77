import { randomUUID } from 'node:crypto';
import type { AppError } from '#core/errors/error.ts';
import type { TextUsage } from '#core/engine/text-session.ts';

const finishReasons = { model: 'stop', length: 'length', stopped: 'stop' } as const;

/** A text of an answer, and its finish reason; `null` while it is being generated. */
interface Choice {
  readonly index: number;
  readonly text: string;
  readonly ended: TextUsage['ended'] | null;
}

/** The objects of one answer, in the format of one of the two text APIs. */
export class AnswerForm {
  readonly #isChat: boolean;
  readonly #about: object;

  constructor(api: 'chat' | 'completions', model: string) {
    this.#isChat = api === 'chat';
    const id = `${this.#isChat ? 'chatcmpl' : 'cmpl'}-${randomUUID()}`;
    this.#about = { id, created: Math.floor(Date.now() / 1000), model };
  }

  /** A whole answer. */
  whole(choices: readonly Choice[], usages: readonly TextUsage[]): object {
    const object = this.#isChat ? 'chat.completion' : 'text_completion';
    const forms = choices.map(({ index, text, ended }) => ({
      index,
      ...(this.#isChat ? { message: { role: 'assistant', content: text, refusal: null } } : { text }),
      logprobs: null,
      finish_reason: ended && finishReasons[ended],
    }));
    return { ...this.#about, object, choices: forms, ...toUsage(usages) };
  }

  /**
   * A part of an answer.
   * @param isFirst of this choice
   */
  part({ index, text, ended }: Choice, isFirst: boolean): object {
    const delta = { ...(isFirst && { role: 'assistant' }), ...(ended === null && { content: text }) };
    const form = this.#isChat ? { index, delta } : { index, text };
    return this.#chunk([{ ...form, logprobs: null, finish_reason: ended && finishReasons[ended] }]);
  }

  /** The last part with the usage, if the client has requested it. */
  usage(usages: readonly TextUsage[]): object {
    return { ...this.#chunk([]), ...toUsage(usages) };
  }

  #chunk(choices: readonly object[]): object {
    return { ...this.#about, object: this.#isChat ? 'chat.completion.chunk' : 'text_completion', choices };
  }
}

/** Absent if the engine does not count tokens. */
function toUsage(usages: readonly TextUsage[]) {
  let [prompt, completion] = [0, 0];
  for (const { promptTokens, tokens } of usages) {
    if (promptTokens === null || tokens === null) return {};
    prompt += promptTokens;
    completion += tokens;
  }
  return { usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion } };
}

/** OpenAI's codes for some errors, by our code or reason. */
const codes: Readonly<Record<string, string>> = {
  'model-unknown': 'model_not_found',
  'prompt-beyond-context': 'context_length_exceeded',
};

/** An error in OpenAI's format. */
export function openaiError(message: string, status: number, error?: AppError): object {
  const code = error && (codes[String(error.facts.reason)] ?? codes[error.code] ?? error.code);
  const type = status < 500 ? 'invalid_request_error' : 'server_error';
  return { error: { message, type, param: error?.facts['field'] ?? null, code: code ?? null } };
}
