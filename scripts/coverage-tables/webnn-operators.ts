import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../project-root.ts';

// `node scripts/coverage-tables/webnn-operators.ts` reads the list of operators that the installed onnxruntime-web
// publishes for its WebNN provider, and writes src/planner/coverage/webnn-operators.json.

const folder = join(root, 'node_modules/onnxruntime-web');
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string };
const list = readFileSync(join(folder, 'docs/webnn-operators.md'), 'utf8');
const operators: Record<string, string> = {};
for (const [, domain, name, sets] of list.matchAll(/^\| (?:(\w+\.\w+)\.)?(\w+) \| (.*?) \|/gm)) {
  const ranges = /ai\.onnx\(([^)]*)\)/.exec(sets ?? '')?.[1];
  if (domain === undefined && name !== undefined && ranges !== undefined)
    operators[name] = ranges.replaceAll(', ', ' ');
}
const table = { engine: `onnxruntime-web ${version}`, source: 'docs/webnn-operators.md', operators };
writeFileSync(join(root, 'src/planner/coverage/webnn-operators.json'), `${JSON.stringify(table)}\n`);
