import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { methodVersion } from '#bench/method.ts';
import { root } from './project.ts';

// Comments and tests cite the rules of measurement by number, and docs/method.md is where a reader looks them up.
const method = readFileSync(join(root, 'docs/method.md'), 'utf8');
const described = [...method.matchAll(/^### (R\d+): /gm)].map(([, rule]) => rule!);

/** Places by rule. */
function citations(): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const path of globSync('{src,workers,scripts}/**/*.{ts,svelte,py}', { cwd: root })) {
    const [...rules] = readFileSync(join(root, path), 'utf8').matchAll(/\bR\d{1,2}\b/g);
    for (const [rule] of rules) places.set(rule, [...(places.get(rule) ?? []), path]);
  }
  return places;
}

test('every rule that the code cites is described, and every rule described is cited', () => {
  const cited = citations();
  expect(cited.get('R5')).toContain('src/bench/method.ts');
  expect([...cited].filter(([rule]) => !described.includes(rule))).toEqual([]);
  expect(described.filter((rule) => !cited.has(rule))).toEqual([]);
  expect(new Set(described).size).toBe(described.length);
});

test('the method is described at the version that reports carry', () => {
  expect(/^Version (\S+)$/m.exec(method)?.[1]).toBe(methodVersion);
});
