import { expect, test } from 'vitest';
import { findLink } from './find-link.ts';

test.each([
  ['see https://x.org/a.', 'https://x.org/a'],
  ['(https://x.org)', 'https://x.org'],
  ['(see https://x.org/a_(b)).', 'https://x.org/a_(b)'],
  ['"https://x.org/a?b=c&d", they say', 'https://x.org/a?b=c&d'],
  ['<https://x.org/a>', 'https://x.org/a'],
  ['请看https://x.org/a。', 'https://x.org/a'],
  ['https://x.org/a/ and https://y.org', 'https://x.org/a/'],
  ['https://x.org/#/run?task=digits', 'https://x.org/#/run?task=digits'],
  ['no link', null],
])('the link in "%s" is %s', (text, link) => {
  expect(findLink(text)).toBe(link);
});
