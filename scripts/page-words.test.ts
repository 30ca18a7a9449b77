import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseImports } from './imports.fixture.ts';
import { root } from './project-root.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
/** Areas loaded before any page, and those needed to show the first error. */
const always = new Set(['format', 'shell', 'errors', 'reasons']);

/** Every page's component, with the areas of words that `pages.ts` loads with it. */
const pages = [...read('src/ui/pages.ts').matchAll(/import\('\.(\/\w+\/\w+Page\.svelte)'\)(?:,\s+([^)]*))?\)/g)].map(
  ([, file, areas = '']) => ({ file: `src/ui${file}`, areas: [...areas.matchAll(/\w+/g)].map(String) }),
);

/** Formats the facts of a report for both pages and commands. */
const factText = 'src/words/fact-text.ts';

/** A file of `src/ui` and everything that it imports from there, including `factText`. */
function collectParts(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const { to, isType } of parseImports(file, read(file))) {
    if (!(to?.startsWith('src/ui/') || to === factText) || !/\.(svelte|ts)$/.test(to) || isType) continue;
    for (const part of globSync(to, { cwd: root })) collectParts(part, found); // `import.meta.glob` can match several
  }
  return found;
}

function listAreas(file: string): string[] {
  const areas = [...collectParts(file)].flatMap((part) => read(part).match(/(?<=\btext\.)(?!ts\b)\w+/g) ?? []);
  return [...new Set(areas)].filter((area) => !always.has(area)).sort();
}

test('every page loads exactly the words that it uses', () => {
  expect(pages).toHaveLength(26);
  expect(pages.map(({ file }) => [file, listAreas(file)])).toEqual(
    pages.map(({ file, areas }) => [file, areas.toSorted()]),
  );
});
