import { expect, test } from 'vitest';
import { matchLanguage } from './language.ts';

test.each([
  [['sw-KE', 'en-GB'], 'sw'],
  [['de-AT', 'SW'], 'sw'],
  [['de', 'fr'], 'en'],
  [['en-US', 'sw'], 'en'],
  [[], 'en'],
])('of the browser languages %j, uses %s', (requested, expected) => {
  expect(matchLanguage(requested, ['en', 'sw'])).toBe(expected);
});
