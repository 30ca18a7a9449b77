import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './project-root.ts';

test('a colon between two texts of the page is the one of the language', () => {
  const files = globSync('src/ui/**/*.svelte', { cwd: root }).filter((file) => !file.endsWith('HomePage.svelte')); // no `format` is loaded there
  expect(files.length).toBeGreaterThan(100);
  const hits = files.filter((file) => {
    const [, markup = ''] = readFileSync(join(root, file), 'utf8').split('</script>');
    return /\}(<\/strong>)?: ?[{<]/.test(markup.split('<style>')[0]!);
  });
  expect(hits).toEqual([]);
});
