import { expect, test } from 'vitest';
import { formatValue } from './format-value.ts';

test('formats a list of similar objects as a table', () => {
  const boxes = [
    { label: 'laptop', score: 0.91, box: { x: 1, y: 20 } },
    { label: 'cup', score: 0.1 + 0.2, box: { x: 300, y: 4 } },
  ];
  expect(formatValue({ task: 'detection', shape: [1, 3], none: null, inputs: [{ file: 'a.jpg', boxes }] })).toBe(
    [
      'task: detection',
      'shape: 1, 3',
      'none: none',
      'inputs:',
      '  file: a.jpg',
      '  boxes:',
      '    label   score  box.x  box.y',
      '    laptop  0.91   1      20',
      '    cup     0.3    300    4',
      '',
    ].join('\n'),
  );
});

test('replaces control characters in names and values with spaces', () => {
  const clearScreen = '\u001b[2J';
  expect(formatValue({ name: `a${clearScreen}b\nfake: line`, [`key\u009b1m`]: 'c\u0007' })).toBe(
    'name: a [2Jb fake: line\nkey 1m: c \n',
  );
});
