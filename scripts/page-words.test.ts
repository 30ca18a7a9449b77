import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf } from './imports.fixture.ts';
import { root } from './project.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
/** Loaded before any page, and where the first error is shown. */
const always = new Set(['format', 'shell', 'errors', 'reasons']);

/** Every page's component, with the areas of words that `pages.ts` loads along with it. */
const pages = [...read('src/ui/pages.ts').matchAll(/import\('\.(\/\w+\/\w+Page\.svelte)'\)(?:,\s+([^)]*))?\)/g)].map(
  ([, file, areas = '']) => ({ file: `src/ui${file}`, areas: [...areas.matchAll(/\w+/g)].map(String) }),
);

/** Writes the facts of a report, for pages and commands alike. */
const factText = 'src/words/fact-text.ts';

/** A file of `src/ui` and all that it imports from there, and what reads words for it. */
function partsOf(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const { to, isType } of importsOf(file, read(file))) {
    if (!(to?.startsWith('src/ui/') || to === factText) || !/\.(svelte|ts)$/.test(to) || isType) continue;
    for (const part of globSync(to, { cwd: root })) partsOf(part, found); // `import.meta.glob` names several
  }
  return found;
}

function areasReadBy(file: string): string[] {
  const areas = [...partsOf(file)].flatMap((part) => read(part).match(/(?<=\btext\.)(?!ts\b)\w+/g) ?? []);
  return [...new Set(areas)].filter((area) => !always.has(area)).sort();
}

test('every page has its words loaded, and no others', () => {
  expect(pages).toHaveLength(11);
  expect(pages.map(({ file }) => [file, areasReadBy(file)])).toEqual(
    pages.map(({ file, areas }) => [file, areas.toSorted()]),
  );
});
