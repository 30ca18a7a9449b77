import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseImports, type Import } from './imports.fixture.ts';
import { root } from './project-root.ts';

interface Rule {
  readonly isPure: boolean;
  readonly imports: readonly string[];
  /** Folders from which only types may be imported. */
  readonly types: readonly string[];
  readonly typesFromAnywhere: boolean;
}

/** The rows of the import table in ARCHITECTURE.md by folder. */
const rules = new Map(
  readTable('## Allowed imports').flatMap(([folders = '', environment, imports = '']) =>
    listNames(folders).map((folder): [string, Rule] => [folder, parseRule(environment, imports)]),
  ),
);

function readTable(heading: string): string[][] {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const [section = ''] = (text.split(`${heading}\n`)[1] ?? '').split('\n## ');
  const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|')); // without the table header
  return rows.map((row) => row.replace(/^\| *| *\|$/g, '').split(/ *\| */));
}

function parseRule(environment: string | undefined, cell: string): Rule {
  const [, imports = '', types = ''] = /^(.*?)(?:(?:^|; )types from (.*))?$/.exec(cell) ?? [];
  return {
    isPure: environment === 'pure',
    imports: imports === 'nothing' ? [] : listNames(imports),
    types: types === 'anywhere' ? [] : listNames(types),
    typesFromAnywhere: types === 'anywhere',
  };
}

function listNames(cell: string): string[] {
  return cell.split(', ').filter((name) => name !== '');
}

const sources = globSync('{src,workers,companion,scripts,e2e,models}/**/*.{ts,mjs,svelte}', { cwd: root }).filter(
  (path) => !path.endsWith('.d.ts'),
);
const imports = sources.flatMap((path) => parseImports(path, readFileSync(join(root, path), 'utf8')));

/** Returns the folder whose rule applies to a file: the innermost folder with a row in the table. */
function findFolder(path: string): string {
  const parts = path
    .replace(/^src\//, '')
    .split('/')
    .slice(0, -1);
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return folders.findLast((folder) => rules.has(folder)) ?? parts[0] ?? path;
}

const isTest = (path: string) => /^e2e\/|\.(test|spec|fixture)\.ts$/.test(path);
const isShipped = (path: string) => /^(src|workers|companion)\//.test(path) && !isTest(path);

/**
 * Folders that tests may import in addition to the imports of their own folder; fixtures may be imported from anywhere.
 */
const pure = [...rules].filter(([, { isPure }]) => isPure).map(([folder]) => folder);
const forTests = new Set([...pure, 'bridge', 'scripts']);

function mayImport({ from, to, specifier, isType }: Import): boolean {
  const rule = rules.get(findFolder(from));
  if (!rule) return false;
  if (to === null) return !rule.isPure || rule.imports.includes(specifier) || isTest(from);
  if (isShipped(from) && isTest(to)) return false;
  const folder = findFolder(to);
  if (folder === findFolder(from) || rule.imports.includes(folder)) return true;
  if (isType && (rule.typesFromAnywhere || rule.types.includes(folder))) return true;
  return isTest(from) && (isTest(to) || forTests.has(folder));
}

test('has a row for every folder, and every row names existing folders and packages', () => {
  const folders = new Set(sources.map(findFolder));
  expect([...rules.keys()].sort()).toEqual([...folders].sort());
  const named = [...rules.values()].flatMap((rule) => rule.imports.concat(rule.types));
  const exists = (name: string) => [name, join('node_modules', name)].some((path) => existsSync(join(root, path)));
  expect(named.filter((name) => !folders.has(name) && !exists(name))).toEqual([]);
});

test('folders import only what the table allows', () => {
  const violations = imports.filter((entry) => !mayImport(entry));
  expect(violations.map(({ from, specifier }) => `${from} may not import ${specifier}`)).toEqual([]);
});

test('the table allows only imports that exist', () => {
  const listPairs = (edges: readonly Import[]) =>
    new Set(
      edges.map(({ from, to, specifier }) => `${findFolder(from)} imports ${to === null ? specifier : findFolder(to)}`),
    );
  const inUse = imports.filter(({ from }) => findFolder(from) === 'e2e' || !isTest(from));
  const [values, all] = [listPairs(inUse.filter(({ isType }) => !isType)), listPairs(inUse)];
  const listAllowed = (kind: 'imports' | 'types') =>
    [...rules].flatMap(([folder, rule]) => rule[kind].map((name) => `${folder} imports ${name}`));
  expect(listAllowed('imports').filter((pair) => !values.has(pair))).toEqual([]);
  expect(listAllowed('types').filter((pair) => !all.has(pair))).toEqual([]);
});

test('there are no import cycles, type imports included', () => {
  expect(
    findCycle([
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'b' },
    ]),
  ).toEqual(['b', 'c', 'b']);
  expect(findCycle(imports)).toBeNull();
});

/** Finds a cycle of files that each import the next, or `null` if there is none. */
function findCycle(edges: readonly Pick<Import, 'from' | 'to'>[]): readonly string[] | null {
  const targets = Map.groupBy(edges, ({ from }) => from);
  const visited = new Set<string>();
  const follow = (path: readonly string[], file: string): readonly string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (visited.has(file)) return null;
    for (const { to } of targets.get(file) ?? []) {
      const cycle = to === null ? null : follow([...path, file], to);
      if (cycle) return cycle;
    }
    visited.add(file);
    return null;
  };
  for (const file of targets.keys()) {
    const cycle = follow([], file);
    if (cycle) return cycle;
  }
  return null;
}

test('finds every kind of import', () => {
  const code = `import { a } from '../core/a.ts';
    import type { B } from '#core/b.ts';
    export * from './c.ts?url';
    import './d.ts';
    type E = import('#models/e.ts').E;
    const f = () => import('./f.ts');
    const g = import.meta.glob<G>('../../models/*/g.json', { eager: true });
    import h from 'svelte'; // import './no.ts'
    const i = "import './no.ts'";`;
  const to = (target: string | null, isType = false) => expect.objectContaining({ to: target, isType });
  const expected = [
    to('src/core/a.ts'),
    to('src/core/b.ts', true),
    to('src/ui/c.ts'),
    to('src/ui/d.ts'),
    to('models/e.ts', true),
    to('src/ui/f.ts'),
    to('models/*/g.json'),
    to(null),
  ];
  expect(parseImports('src/ui/x.ts', code)).toEqual(expected);
  expect(parseImports('src/ui/x.svelte', `<p>from './no.ts'</p>\n<script lang="ts">\n${code}\n</script>`)).toEqual(
    expected,
  );
});
