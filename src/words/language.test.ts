import { expect, test } from 'vitest';
import { matchLanguage } from './language.ts';

test.each([
  [['sw-KE', 'en-GB'], 'sw'],
  [['de-AT', 'SW'], 'sw'],
  [['de', 'fr'], 'en'],
  [['en-US', 'sw'], 'en'],
  [[], 'en'],
])('of the languages %j that a browser asks for, %s is used', (wanted, expected) => {
  expect(matchLanguage(wanted, ['en', 'sw'])).toBe(expected);
});
