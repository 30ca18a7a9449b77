import { expect, test } from 'vitest';
import { parseClassLines, parseYamlNames } from './class-list.ts';

// PyYAML 6.0 reads the same names from each of these.
test.each([
  ['a list in brackets', "nc: 2\nnames: [cat, 'it''s', \"a, b\"]\n", ['cat', "it's", 'a, b']],
  ['a list in brackets over several lines', 'names: [\n  cat,\n  dog,\n]\nnc: 2\n', ['cat', 'dog']],
  ['a map in braces', 'names: {0: cat, 1: "dog: small"}', ['cat', 'dog: small']],
  ['a list in a block', 'names:\n- cat # tabby\n-   "big dog"\nnc: 2\n- no\n', ['cat', 'big dog']],
  ['a map in a block', 'names:\n  0: cat\n\n  1: traffic light\nroboflow:\n  2: no\n', ['cat', 'traffic light']],
  ['a name with an apostrophe', "names: [children's toy, b]", ["children's toy", 'b']],
])('reads the names of a YAML file from %s', (_, text, names) => {
  expect([...(parseYamlNames(text) ?? [])]).toEqual(names.map((name, id) => [id, name]));
});

test('accepts non-consecutive ids in a map', () => {
  expect([...(parseYamlNames('names:\n  3: cat\n  7: dog\n') ?? [])]).toEqual([
    [3, 'cat'],
    [7, 'dog'],
  ]);
});

test.each(['nc: 3', 'names:', 'names: [a, b', 'names: 3', 'names: []'])(
  'returns no names for a file without class names: %s',
  (text) => {
    expect(parseYamlNames(text)).toBeNull();
  },
);

test('reads the name of class n from line n, counted from 0, and skips empty lines', () => {
  expect([...parseClassLines('cat\n\n dog \n')]).toEqual([
    [0, 'cat'],
    [2, 'dog'],
  ]);
});
