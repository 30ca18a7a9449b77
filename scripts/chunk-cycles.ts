import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const staticImport = /(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.m?js)["']/g;

/**
 * Finds a cycle of built files that import each other; `null` if there is none. Grouping modules into files can create
 * a cycle, in which a file runs before its imports, so the app fails in the browser with `Cannot access … before
 * initialization`.
 * @param folder the folder of the built scripts
 */
export function findChunkCycle(folder: string): readonly string[] | null {
  const files = readdirSync(folder).filter((name) => /\.m?js$/.test(name));
  const imports = new Map(
    files.map((name) => [
      name,
      [...readFileSync(join(folder, name), 'utf8').matchAll(staticImport)].map(([, to = '']) => to),
    ]),
  );
  const visited = new Set<string>();
  const follow = (name: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (visited.has(name)) return null;
    for (const next of imports.get(name) ?? []) {
      const cycle = follow(next, [...path, name]);
      if (cycle) return cycle;
    }
    visited.add(name);
    return null;
  };
  for (const name of files) {
    const cycle = follow(name, []);
    if (cycle) return cycle;
  }
  return null;
}
