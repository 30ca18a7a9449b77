import { expect, test } from 'vitest';
import { formatChatPrompt } from './chat-prompt.ts';

/** ChatML, as in the tokenizer_config.json of SmolLM2-135M-Instruct without its default system prompt. */
const chatMl =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";
const question = { role: 'user', content: 'Hello' } as const;

// Expected texts by the template, by hand.
test("a prompt ends at the beginning of the assistant's answer", () => {
  const expected = '<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n';
  expect(formatChatPrompt(chatMl, [question], {})).toBe(expected);
  expect(formatChatPrompt(chatMl, [question, { role: 'assistant', content: '' }], {})).toBe(expected);
});

test('an answer at the end of a conversation can be continued', () => {
  const begun = { role: 'assistant', content: 'Hello to' } as const;
  expect(formatChatPrompt(chatMl, [question, begun], {})).toBe(
    '<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\nHello to',
  );
});

test('a template can use the special tokens by their names', () => {
  expect(formatChatPrompt('{{ bos_token }}{{ messages[0].content }}', [question], { bos_token: '<s>' })).toBe(
    '<s>Hello',
  );
});

test('a template that rejects a conversation, or cannot be parsed, is reported with the reason', () => {
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
