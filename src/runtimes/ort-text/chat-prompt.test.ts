import { expect, test } from 'vitest';
import { formatChatPrompt } from './chat-prompt.ts';

/** ChatML, as in the tokenizer_config.json of SmolLM2-135M-Instruct without its default system prompt. */
const chatMl =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";
const question = { role: 'user', content: 'Hello' } as const;

// The expected prompts follow from the template, by hand.
test("a prompt ends where the assistant's answer begins", () => {
  const expected = '<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n';
  expect(formatChatPrompt(chatMl, [question], {})).toBe(expected);
  expect(formatChatPrompt(chatMl, [question, { role: 'assistant', content: '' }], {})).toBe(expected);
});

test('a prompt ends with the partial answer that the model continues', () => {
  const partialAnswer = { role: 'assistant', content: 'Hello to' } as const;
  expect(formatChatPrompt(chatMl, [question, partialAnswer], {})).toBe(
    '<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\nHello to',
  );
});

test('a template can refer to special tokens by name', () => {
  expect(formatChatPrompt('{{ bos_token }}{{ messages[0].content }}', [question], { bos_token: '<s>' })).toBe(
    '<s>Hello',
  );
});

test('reports why a template rejects a conversation or cannot be parsed', () => {
  const rejecting = "{{ raise_exception('System role not supported') }}";
  expect(() => formatChatPrompt(rejecting, [question], {})).toThrow(
    expect.objectContaining({
      code: 'input-invalid',
      facts: expect.objectContaining({ reason: 'chat-template-rejects', why: expect.stringContaining('System role') }),
    }),
  );
  expect(() => formatChatPrompt('{% for %}', [question], {})).toThrow(
    expect.objectContaining({
      code: 'model-unsupported',
      facts: expect.objectContaining({ reason: 'chat-template-invalid' }),
    }),
  );
});
