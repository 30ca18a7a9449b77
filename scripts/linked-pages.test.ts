import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './project-root.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Pages that show the content of their URL, so no fixed link can lead to them. */
const unlinkedPages = ['compare', 'compare-stored', 'result', 'stored-result', 'unknown'];

/** Reads the list `pages` of a component, which builds its links from it. */
function listPages(component: string): string[] {
  const [, list = ''] = /const pages = \[(.*)\] as const/.exec(read(component)) ?? [];
  return [...list.matchAll(/\w+/g)].map(String);
}

test('finds a link to every page in the menu, the footer or a topic of the help page', () => {
  const pages = [...read('src/ui/pages.ts').matchAll(/case '([\w-]+)'/g)].map(([, page = '']) => page);
  const inHelp = [...read('src/words/en/shell/about.ts').matchAll(/href: '#\/(\w+)/g)].map(([, page]) => page);
  const linked = [
    'home',
    ...listPages('src/ui/shell/SiteHeader.svelte'),
    ...listPages('src/ui/shell/SiteFooter.svelte'),
  ];
  expect(pages).toContain('graph');
  expect(pages.filter((page) => ![...unlinkedPages, ...linked, ...inHelp].includes(page))).toEqual([]);
});
