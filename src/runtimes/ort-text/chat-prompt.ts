import { Template } from '@huggingface/jinja';
import { AppError } from '#core/errors/error.ts';
import type { ChatMessage } from '#core/engine/text-session.ts';

/**
 * Formats a conversation with the model's chat template, up to where the model's answer begins. If the last message is
 * a partial answer, the prompt ends with it, and the model continues it (`continue_final_message` in transformers).
 * @param specialTokens by their names in templates, such as `bos_token`
 * @throws AppError input-invalid if the template rejects the conversation | model-unsupported if it cannot be parsed
 */
export function formatChatPrompt(
  template: string,
  messages: readonly ChatMessage[],
  specialTokens: Readonly<Record<string, string>>,
): string {
  const last = messages.at(-1);
  const content = last?.role === 'assistant' ? last.content.trim() : '';
  const isContinued = content !== '';
  const rendered = last?.role === 'assistant' && !isContinued ? messages.slice(0, -1) : messages;
  const values = { ...specialTokens, messages: rendered, tools: null, add_generation_prompt: !isContinued };
  const text = render(parse(template), values);
  if (!isContinued) return text;
  return text.slice(0, text.lastIndexOf(content) + content.length);
}

function parse(template: string): Template {
  try {
    return new Template(template);
  } catch (thrown) {
    throw new AppError('model-unsupported', {
      model: 'chat_template',
      reason: 'chat-template-invalid',
      why: String(thrown),
    });
  }
}

function render(template: Template, values: Record<string, unknown>): string {
  try {
    return template.render(values);
  } catch (thrown) {
    throw new AppError('input-invalid', { name: 'prompt', reason: 'chat-template-rejects', why: String(thrown) });
  }
}
