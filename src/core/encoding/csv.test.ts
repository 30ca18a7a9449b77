import { expect, test } from 'vitest';
import { formatCsv } from './csv.ts';

test('quotes the fields that RFC 4180 requires to be quoted', () => {
  expect(
    formatCsv([
      ['a', 1, 'b c'],
      ['a "b"', 'c,d', 'two\nlines'],
    ]),
  ).toBe('a,1,b c\r\n"a ""b""","c,d","two\nlines"\r\n');
});

test.each([
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
])('escapes the field %j so that a spreadsheet does not run it', (text, field) => {
  expect(formatCsv([[text]])).toBe(`${field}\r\n`);
});

test('rounds numbers to hide double-precision rounding errors', () => {
  expect(formatCsv([[0.1 + 0.2, 12.499999999, 3]])).toBe('0.3,12.5,3\r\n');
});
