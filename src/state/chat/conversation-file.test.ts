import { expect, test } from 'vitest';
import type { Conversation } from '#records/conversation-records.ts';
import { readConversationFile, getConversationTitle, toConversationFile, toMarkdown } from './conversation-file.ts';

const usage = {
  promptTokens: 3,
  tokens: 2,
  ttftMs: 10.5,
  prefillTokensPerS: null,
  decodeTokensPerS: 7,
  ended: 'length',
} as const;
const conversation: Conversation = {
  id: '1-2',
  updatedAt: 1_790_000_000_000,
  title: 'Greeting',
  system: 'Be kind.',
  turns: [
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: ' Good day\n', usage, model: 'model.gguf' },
    { role: 'user', content: '' },
  ],
  omitted: 2,
};
const { title: _, omitted: __, ...minimal } = conversation;

test('exported conversations, all or a single one, are read back unchanged', () => {
  const file = toConversationFile([conversation, { ...minimal, id: '3' }]);
  expect(readConversationFile(file, 'a.json')).toEqual([conversation, { ...minimal, id: '3' }]);
  expect(readConversationFile(JSON.stringify(conversation), 'a.json')).toEqual([conversation]);
});

test.each([
  ['[]', ''],
  ['{"kind": "assay-results"}', 'kind'],
  ['{"kind": "assay-conversations", "version": 2}', 'version'],
  ['{"kind": "assay-conversations", "version": 1}', 'conversations'],
  ['{"kind": "assay-conversations", "version": 1, "conversations": [null]}', 'conversations[0]'],
  [JSON.stringify({ ...minimal, id: 5 }), 'id'],
  [JSON.stringify({ ...minimal, updatedAt: 1e308 }), 'updatedAt'],
  [JSON.stringify({ ...minimal, title: {} }), 'title'],
  [JSON.stringify({ ...minimal, omitted: 4 }), 'omitted'],
  [JSON.stringify({ ...minimal, turns: { length: 1 } }), 'turns'],
  [JSON.stringify({ ...minimal, turns: [{ role: 'system', content: '' }] }), 'turns[0].role'],
  [JSON.stringify({ ...minimal, turns: [{ role: 'user' }] }), 'turns[0].content'],
  [JSON.stringify({ ...minimal, turns: [{ role: 'user', content: '', usage: [] }] }), 'turns[0].usage'],
  [
    JSON.stringify({ ...minimal, turns: [{ role: 'user', content: '', usage: { ...usage, tokens: -1 } }] }),
    'turns[0].usage.tokens',
  ],
  [toConversationFile([conversation, conversation]), 'conversations[1].id'],
])('invalid conversation %# is rejected with the name of the invalid field', (json, field) => {
  expect(() => readConversationFile(json, 'a.json')).toThrow(
    expect.objectContaining({
      code: 'conversation-invalid',
      facts: { file: 'a.json', reason: 'field-invalid', field },
    }),
  );
});

test('a file that is not JSON is rejected with its name', () => {
  expect(() => readConversationFile('# Chat', 'chat.md')).toThrow(
    expect.objectContaining({ facts: { file: 'chat.md', reason: 'file-not-json' } }),
  );
});

test('Markdown has the title, the system prompt and every message with its model', () => {
  expect(toMarkdown(conversation, { system: 'System', user: 'You', assistant: 'Model' })).toBe(
    '# Greeting\n\n## System\n\nBe kind.\n\n## You\n\nHello\n\n## Model (model.gguf)\n\nGood day\n\n## You\n\n\n',
  );
});

test('the title is the user’s or the beginning of the first message', () => {
  expect(getConversationTitle(conversation)).toBe('Greeting');
  expect(getConversationTitle({ turns: [{ role: 'user', content: ` ${'a'.repeat(100)}` }] })).toBe('a'.repeat(60));
  expect(getConversationTitle({ turns: [] })).toBe('');
});
