import { expect, test } from 'vitest';
import { parseClassLines, parseYamlNames } from './class-list.ts';

// PyYAML 6.0 with BaseLoader, for which every value is a string, reads the same names from each of these.
test.each([
  ['a list in brackets', "nc: 2\nnames: [cat, 'it''s', \"a, b\"]\n", ['cat', "it's", 'a, b']],
  ['a list in brackets over several lines', 'names: [\n  cat,\n  dog,\n]\nnc: 2\n', ['cat', 'dog']],
  ['a map in braces', 'names: {0: cat, 1: "dog: small"}', ['cat', 'dog: small']],
  ['a list in a block', 'names:\n- cat # tabby\n-   "big dog"\nnc: 2\ntrain:\n- no\n', ['cat', 'big dog']],
  ['a map in a block', 'names:\n  0: cat\n\n  1: traffic light\nroboflow:\n  2: no\n', ['cat', 'traffic light']],
  ['a name with an apostrophe', "names: [children's toy, b]", ["children's toy", 'b']],
  ['lines that end in CRLF', 'names:\r\n- cat\r\n- dog\r\nnc: 2\r\n', ['cat', 'dog']],
  ['a list in brackets with comments', 'names: [ # all\n  cat, # tabby, or not\n  dog ] # two\n', ['cat', 'dog']],
  ['a map with quoted ids', '{names: {"0": "a, b", \'1\': c}}', ['a, b', 'c']],
  ['a quoted name with an apostrophe and a comma', "names: ['it''s, x', b]", ["it's, x", 'b']],
  ['a name with an apostrophe before a comment', "names:\n- it's # c\n", ["it's"]],
  ['names that are keywords', 'names: [no, 007, null, ~]', ['no', '007', 'null', '~']],
])('reads the names of a YAML file from %s', async (_, text, names) => {
  expect([...((await parseYamlNames(text)) ?? [])]).toEqual(names.map((name, id) => [id, name]));
});

test('accepts non-consecutive ids in a map', async () => {
  expect([...((await parseYamlNames('names:\n  3: cat\n  7: dog\n')) ?? [])]).toEqual([
    [3, 'cat'],
    [7, 'dog'],
  ]);
});

test('an item without a name keeps its id and is left out', async () => {
  expect([...((await parseYamlNames('names:\n- cat\n-\n- dog\n')) ?? [])]).toEqual([
    [0, 'cat'],
    [2, 'dog'],
  ]);
});

test.each([
  ['is empty', ''],
  ['has no names', 'nc: 3'],
  ['has names without a value', 'names:'],
  ['has a number as names', 'names: 3'],
  ['has an empty list of names', 'names: []'],
  ['is a list', '- names'],
  ['is not valid YAML', 'names: [a, b'],
  ['is nested too deeply to parse', `names: ${'['.repeat(100_000)}`],
])('returns no names for a file that %s', async (_, text) => {
  expect(await parseYamlNames(text)).toBeNull();
});

test('reads the name of class n from line n, counted from 0, and skips empty lines', () => {
  expect([...parseClassLines('cat\n\n dog \n')]).toEqual([
    [0, 'cat'],
    [2, 'dog'],
  ]);
});
