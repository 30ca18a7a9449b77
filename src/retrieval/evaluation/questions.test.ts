import { expect, test } from 'vitest';
import { markRelevant, parseQuestions } from './questions.ts';

test('questions are read from a JSON list and from JSON Lines', () => {
  const expected = [
    { question: 'a?', file: 'x.md', passage: 'p' },
    { question: 'b?', file: null },
  ];
  expect(parseQuestions(JSON.stringify(expected), 'q.json')).toEqual(expected);
  expect(parseQuestions(expected.map((question) => JSON.stringify(question)).join('\n\n'), 'q.jsonl')).toEqual(
    expected,
  );
});

test.each([
  ['', { reason: 'file-empty' }],
  ['{"question": "a?"}\n{', { reason: 'line-not-json', line: 2 }],
  ['[{"file": "x.md"}]', { reason: 'field-invalid', field: 'question' }],
  ['[{"question": "a?", "file": 1}]', { reason: 'field-invalid', field: 'file' }],
])('the file %j is rejected with the error %j', (text, facts) => {
  expect(() => parseQuestions(text, 'q.json')).toThrow(
    expect.objectContaining({ code: 'labels-invalid', facts: { file: 'q.json', ...facts } }),
  );
});

test('only the first result with the labelled passage or file is relevant', () => {
  const results = [
    { file: 'y.md', text: 'the rent is due' },
    { file: 'x.md', text: 'nothing' },
    { file: 'x.md', text: 'the rent\nis due' },
    { file: 'x.md', text: 'the rent is due' },
  ];
  const label = { question: 'a?', file: 'x.md' };
  expect(markRelevant({ ...label, passage: 'rent is' }, results)).toEqual([false, false, true, false]);
  expect(markRelevant(label, results)).toEqual([false, true, false, false]);
  expect(markRelevant({ ...label, file: null }, results)).toEqual([false, false, false, false]);
});
