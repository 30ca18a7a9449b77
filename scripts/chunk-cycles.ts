import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const staticImport = /(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.m?js)["']/g;

/**
 * A ring of built files that import one another, or null. Grouping modules into files can make one, and then a file runs
 * before what it needs is there: the app fails in the browser alone, with `Cannot access … before initialization`.
 * @param folder of the built scripts
 */
export function chunkCycle(folder: string): readonly string[] | null {
  const files = readdirSync(folder).filter((name) => /\.m?js$/.test(name));
  const imports = new Map(
    files.map((name) => [
      name,
      [...readFileSync(join(folder, name), 'utf8').matchAll(staticImport)].map(([, to = '']) => to),
    ]),
  );
  const cleared = new Set<string>();
  const follow = (name: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (cleared.has(name)) return null;
    for (const next of imports.get(name) ?? []) {
      const ring = follow(next, [...path, name]);
      if (ring) return ring;
    }
    cleared.add(name);
    return null;
  };
  for (const name of files) {
    const ring = follow(name, []);
    if (ring) return ring;
  }
  return null;
}
