import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseImports } from './imports.fixture.ts';
import { root } from './project-root.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
/** Areas that are loaded before any page, and areas that the first error needs. */
const preloadedAreas = new Set(['format', 'shell', 'errors', 'reasons']);

/** The component of each page, with the areas of words that `pages.ts` loads with it. */
const pages = [...read('src/ui/pages.ts').matchAll(/import\('\.(\/\w+\/\w+Page\.svelte)'\)(?:,\s+([^)]*))?\)/g)].map(
  ([, file, areas = '']) => ({ file: `src/ui${file}`, areas: [...areas.matchAll(/\w+/g)].map(String) }),
);

/** Formats the facts of a report for both pages and commands. */
const factText = 'src/words/fact-text.ts';

/** Lists a file of `src/ui` and all files that it imports from there, including `factText`. */
function collectParts(file: string, parts = new Set<string>()): Set<string> {
  if (parts.has(file)) return parts;
  parts.add(file);
  for (const { to, isType } of parseImports(file, read(file))) {
    if (!(to?.startsWith('src/ui/') || to === factText) || !/\.(svelte|ts)$/.test(to) || isType) continue;
    for (const part of globSync(to, { cwd: root })) collectParts(part, parts); // `import.meta.glob` can match several
  }
  return parts;
}

function listAreas(file: string): string[] {
  const areas = [...collectParts(file)].flatMap((part) => read(part).match(/(?<=\btext\.)(?!ts\b)\w+/g) ?? []);
  return [...new Set(areas)].filter((area) => !preloadedAreas.has(area)).sort();
}

test('loads exactly the words that each page uses', () => {
  expect(pages).toHaveLength(26);
  expect(pages.map(({ file }) => [file, listAreas(file)])).toEqual(
    pages.map(({ file, areas }) => [file, areas.toSorted()]),
  );
});
