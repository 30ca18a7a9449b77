import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './project-root.ts';

const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Readonly<Record<string, string>>;
};
/** Package names as in the documents; all TensorFlow.js packages have the same version. */
const names: Readonly<Record<string, string>> = {
  'onnxruntime-web': 'onnxruntime-web',
  '@tensorflow/tfjs': 'TensorFlow.js',
  '@litertjs/core': 'LiteRT.js',
  '@wllama/wllama': 'wllama',
  '@mlc-ai/web-llm': 'WebLLM',
};

/** Finds the table row of a document whose first cell contains a name. */
function findRow(document: string, name: string): string {
  const rows = readFileSync(join(root, document), 'utf8').split('\n');
  const row = rows.find((line) => line.startsWith('|') && line.split('|')[1]?.includes(name));
  if (!row) throw new Error(`${document} has no row for ${name}`);
  return row;
}

test.each(Object.entries(names))('finds the pinned version of %s in README and THIRD_PARTY', (dependency, name) => {
  const version = dependencies[dependency]!;
  expect(findRow('README.md', name)).toContain(` ${version} `);
  expect(findRow('THIRD_PARTY.md', name)).toContain(` ${version} `);
});
