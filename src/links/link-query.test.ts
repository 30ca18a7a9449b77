import { expect, test } from 'vitest';
import { LinkQuery } from './link-query.ts';

const parseQuery = (query: string) => new LinkQuery(new URLSearchParams(query), ['size', 'word']);
const range = { min: 0, max: 5 };

test('absent settings of a link are read as null', () => {
  const link = parseQuery('');
  expect([
    link.readText('word'),
    link.readChoice('word', ['a']),
    link.readInteger('size', range),
    link.readNumber('size', range),
  ]).toEqual(Array(4).fill(null));
});

test('plain numbers and words within the allowed range are read', () => {
  expect(parseQuery('size=5').readInteger('size', range)).toBe(5);
  expect(parseQuery('size=0').readInteger('size', range)).toBe(0);
  expect(parseQuery('size=0.7').readNumber('size', range)).toBe(0.7);
  expect(parseQuery(`size=${1e-7}`).readNumber('size', range)).toBe(1e-7); // the format of JavaScript
  expect(parseQuery('word=b').readChoice('word', ['a', 'b'])).toBe('b');
});

test.each(['', ' ', '6', '-1', '1e0', '0x1', '01', '1.5', 'NaN', '１'])(
  'the value %j is rejected as an integer from 0 to 5',
  (value) => {
    const link = parseQuery(`size=${encodeURIComponent(value)}`);
    expect(() => link.readInteger('size', range)).toThrow('reason: setting-whole; min: 0; max: 5; setting: size');
  },
);

test.each(['', '6', '-1', '.5', '1e0', 'Infinity', '0.12345678901'])(
  'the value %j is rejected as a number from 0 to 5',
  (value) => {
    const link = parseQuery(`size=${value}`);
    expect(() => link.readNumber('size', range)).toThrow('reason: setting-number; min: 0; max: 5; setting: size');
  },
);

test.each([
  ['colour=red', 'reason: setting-unknown; setting: colour; known: size, word'],
  ['size=1&size=1', 'reason: setting-repeated; setting: size'],
])('the query %s is rejected, with the reason', (query, why) => {
  expect(() => parseQuery(query)).toThrow(
    expect.objectContaining({ code: 'link-invalid', message: expect.stringContaining(why) }),
  );
});

test('the error of a long value contains only its beginning', () => {
  expect(() => parseQuery(`word=${'x'.repeat(999)}`).readChoice('word', ['a'])).toThrow(/value: x{60}$/);
});
