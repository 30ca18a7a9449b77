import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './project.ts';

// Who may import whom: ARCHITECTURE.md. `types` may be imported from anywhere by `import type`, which leaves no trace
// in what runs. Packages: the pure folders have none.
const engines = ['core', 'formats', 'runtimes'];
const pure = ['core', 'formats', 'tasks', 'bench', 'share', 'protocol', 'gates', 'advise', 'optimise'];
const table: Readonly<Record<string, { imports: readonly string[]; types?: true }>> = {
  core: { imports: [] },
  formats: { imports: ['core'] },
  tasks: { imports: ['core'] },
  share: { imports: ['core'] },
  protocol: { imports: ['core'] },
  bench: { imports: ['core', 'formats'] },
  gates: { imports: ['core', 'bench', 'formats'] },
  advise: { imports: ['core', 'bench', 'formats'] },
  optimise: { imports: ['core', 'formats'] },
  runtimes: { imports: ['core', 'formats', 'protocol'] },
  storage: { imports: ['core', 'formats'] },
  device: { imports: [...engines, 'bench'] },
  bridge: { imports: ['core'], types: true },
  workers: { imports: [...pure, 'runtimes', 'storage', 'device', 'bridge', 'models'] },
  state: { imports: [...pure, 'bridge', 'device', 'models', 'package.json'] },
  text: { imports: [], types: true },
  ui: { imports: ['core', 'state', 'text'], types: true },
  companion: { imports: [...pure, 'storage', 'scripts', 'text'], types: true },
};

const statement = /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'/g;
const code = globSync(['src/**/*.{ts,svelte}', '{workers,companion}/**/*.ts'], { cwd: root });
const sources = code.filter((path) => !/\.test\.ts$|\.d\.ts$/.test(path));

/** The folder of the table that a path leads to; `src/ui/text` is one of its own. */
function folderOf(path: string): string {
  const [first = '', second = ''] = path.replace(/^src\//, '').split('/');
  return first === 'ui' && second === 'text' ? 'text' : first;
}

function target(from: string, specifier: string): string | undefined {
  const plain = specifier.replace(/\?.*$/, '');
  if (plain.startsWith('.')) return folderOf(relative(root, join(root, dirname(from), plain)));
  return plain.startsWith('#') ? folderOf(plain.slice(1)) : undefined;
}

function* offences() {
  for (const path of sources) {
    const folder = folderOf(path);
    const rule = table[folder];
    if (!rule) yield `${path}: no folder ${folder} in the table`;
    for (const [, type, from, lazy] of readFileSync(join(root, path), 'utf8').matchAll(statement)) {
      const specifier = from ?? lazy ?? '';
      const to = target(path, specifier);
      if (to === undefined && pure.includes(folder)) yield `${path}: ${folder} is pure and imports ${specifier}`;
      const allowed = to === undefined || to === folder || rule?.imports.includes(to) || (type && rule?.types);
      if (!allowed) yield `${path}: ${folder} may not import ${specifier}`;
    }
  }
}

test('folders import only what the table allows', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect([...offences()]).toEqual([]);
});
