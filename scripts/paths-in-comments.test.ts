import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './project-root.ts';

const commentPattern = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*|<!--[\s\S]*?-->/g;
/** Paths from the root of the project. A folder before `src` or `docs` means another project. */
const pathPattern = /(?<![\w./<>-])(?:src|docs)\/[\w./<>*-]*[\w>*]/g;

/** Lists the paths in the comments of a source. */
function listCommentPaths(source: string): string[] {
  return (source.match(commentPattern) ?? []).flatMap((comment) => comment.match(pathPattern) ?? []);
}

/** Whether a path exists, in which `<language>` and `<id>` stand for any name. */
const exists = (path: string) => globSync(path.replace(/<\w+>/g, '*'), { cwd: root }).length > 0;

test('finds the paths in comments, but not in code or of other projects', () => {
  const source = "/** In `src/a.ts` and\n * `docs/<id>.md`. */ const x = 'src/b.ts'; // as onnx/docs/IR.md, see src/c";
  expect(listCommentPaths(source)).toEqual(['src/a.ts', 'docs/<id>.md', 'src/c']);
  expect([exists('src/words/<language>/index.ts'), exists('src/words/<language>/missing.ts')]).toEqual([true, false]);
});

test('every path of src or docs that a comment names exists', () => {
  const sources = globSync('{src,workers,companion,scripts,e2e,models}/**/*.{ts,mjs,svelte}', { cwd: root }).filter(
    (path) => !/\.(test|spec)\.ts$|node_modules/.test(path), // tests also name sample paths, and those of old versions
  );
  const missing = sources.flatMap((path) =>
    listCommentPaths(readFileSync(join(root, path), 'utf8'))
      .filter((named) => !exists(named))
      .map((named) => `${path}: ${named}`),
  );
  expect(missing).toEqual([]);
});
