import { expect, test } from 'vitest';
import { toUniqueNames } from './unique-names.ts';

test.each([
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  [
    ['x', 'x', 'x'],
    ['x', 'x-2', 'x-3'],
  ],
  [
    ['x', 'x', 'x-2'],
    ['x', 'x-2', 'x-2-2'],
  ],
  [
    ['x-2', 'x', 'x'],
    ['x-2', 'x', 'x-3'],
  ],
  [
    ['x', 'X'],
    ['x', 'X-2'],
  ],
  [
    ['\u00e9', 'e\u0301'],
    ['\u00e9', 'e\u0301-2'],
  ], // the two encodings of é name the same file on macOS
])('makes the names %j unique as %j', (names, unique) => {
  expect(toUniqueNames(names)).toEqual(unique);
});
