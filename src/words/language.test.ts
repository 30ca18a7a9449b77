import { expect, test } from 'vitest';
import { matchLanguage } from './language.ts';

test.each([
  [['sw-KE', 'en-GB'], 'sw'],
  [['de-AT', 'SW'], 'sw'],
  [['de', 'fr'], 'en'],
  [['en-US', 'sw'], 'en'],
  [['tl'], 'fil'],
  [['tl-PH'], 'fil'],
  [['fil-PH', 'en'], 'fil'],
  [['zh'], 'zh-Hans'],
  [['zh-CN', 'zh'], 'zh-Hans'],
  [['zh-Hans'], 'zh-Hans'],
  [['zh-Hant-HK'], 'zh-Hans'],
  [['zh-TW', 'en'], 'zh-Hans'],
  [[], 'en'],
])('of the browser languages %j, uses %s', (requested, expected) => {
  expect(matchLanguage(requested, ['en', 'zh-Hans', 'fil', 'sw'])).toBe(expected);
});
