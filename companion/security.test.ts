import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../scripts/project-root.ts';

const text = readFileSync(join(root, 'companion', 'SECURITY.md'), 'utf8');
const rows = text
  .split('## Threats')[1]!
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.slice(2, -2).split(' | '));

const files = new Map(
  globSync('{companion,src/{protocol,companion-client,federated},e2e}/**/*.{test,spec}.ts', { cwd: root }).map(
    (path) => [basename(path), join(root, path)],
  ),
);

test.each(rows.map((cells) => [cells[0]!.trim(), cells.at(-1)!.trim()]))(
  'the tests of the threat "%s" exist',
  (_, tests) => {
    const groups = tests.split('; `').map((group) => group.replace(/^`/, '').split('` '));
    expect(groups.length).toBeGreaterThan(0);
    for (const [file = '', names = ''] of groups) {
      const path = files.get(file);
      expect(path, file).toBeDefined();
      const code = readFileSync(path!, 'utf8');
      for (const name of names.split(' · ')) expect(code).toContain(name);
    }
  },
);
