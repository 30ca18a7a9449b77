import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { disabledFeatures } from './browser.ts';

test('the features that the installed playwright disables are also disabled here', () => {
  const source = readFileSync(createRequire(import.meta.url).resolve('playwright-core/lib/coreBundle'), 'utf8');
  const list = /disabledFeatures = \[(.*?)\]/s.exec(source)?.[1] ?? '';
  const playwrights = [...list.matchAll(/^\s*"(\w+)"/gm)].map(([, name]) => name);
  expect(playwrights).toContain('Translate');
  expect(disabledFeatures.slice(2)).toEqual(playwrights);
});
