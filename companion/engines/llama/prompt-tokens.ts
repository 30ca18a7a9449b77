import { AppError } from '#core/errors/error.ts';
import type { TextRequest } from '#core/engine/text-session.ts';
import type { LlamaLibrary, LlamaModel, Token } from './llama-library.ts';

interface TemplatedModel {
  readonly library: LlamaLibrary;
  readonly model: LlamaModel;
  readonly template: string | null;
}

/**
 * Tokenises a prompt: plain text, or a conversation formatted by the model's own template.
 * @throws AppError input-invalid if the template rejects the conversation, or the model has no template
 */
export function tokenisePrompt(prompt: TextRequest['prompt'], resources: TemplatedModel): Token[] {
  const { model } = resources;
  const { bos, shouldPrependBosToken } = model.tokens;
  const startTokens = shouldPrependBosToken && bos !== null ? [bos] : [];
  if (typeof prompt === 'string') return [...startTokens, ...model.tokenize(prompt, true)];
  const tokens = model.tokenize(applyTemplate(prompt, resources), true);
  // Many templates write the start token themselves.
  return tokens[0] === startTokens[0] ? tokens : [...startTokens, ...tokens];
}

/** Formats a conversation. If its last message is an answer, generation continues that answer. */
function applyTemplate(
  messages: Exclude<TextRequest['prompt'], string>,
  { library, model: { tokens }, template }: TemplatedModel,
): string {
  if (template === null) throw new AppError('input-invalid', { name: 'prompt', reason: 'no-chat-template' });
  const lastMessage = messages.at(-1);
  const partialAnswer = lastMessage?.role === 'assistant' ? lastMessage.content : '';
  try {
    const text = new library.Template(template).render({
      messages: lastMessage?.role === 'assistant' ? messages.slice(0, -1) : messages,
      add_generation_prompt: true,
      bos_token: tokens.bosString ?? '',
      eos_token: tokens.eosString ?? '',
    });
    return text + partialAnswer;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown); // includes errors that the template raises
    throw new AppError('input-invalid', { name: 'prompt', why: message }, { cause: thrown });
  }
}
