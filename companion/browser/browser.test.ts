import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { disabledFeatures } from './browser.ts';

test('disables every feature that the installed Playwright disables', () => {
  const source = readFileSync(createRequire(import.meta.url).resolve('playwright-core/lib/coreBundle'), 'utf8');
  const list = /disabledFeatures = \[(.*?)\]/s.exec(source)?.[1] ?? '';
  const expected = [...list.matchAll(/^\s*"(\w+)"/gm)].map(([, name]) => name);
  expect(expected).toContain('Translate');
  expect(disabledFeatures.slice(2)).toEqual(expected);
});
