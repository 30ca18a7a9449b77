import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { patchWllama } from './patch-wllama.ts';
import { root } from './project-root.ts';

const library = readFileSync(join(root, 'node_modules/@wllama/wllama/esm/index.js'), 'utf8');
const applyPatch = (code: string) => {
  const { transform } = patchWllama();
  if (typeof transform !== 'object') throw new Error('the plugin has no transform');
  return (transform.handler as (code: string) => { code: string })(code).code;
};

test('changes how the installed wllama reads a file, and adds less than 500 characters', () => {
  const code = applyPatch(library);
  expect(code).not.toContain('chunk.arrayBuffer()');
  expect(code).toContain("getReader({ mode: 'byob' })");
  expect(Math.abs(code.length - library.length)).toBeLessThan(500);
});

test('fails if the code of wllama does not match', () => {
  expect(() => applyPatch(library.replace('chunk.arrayBuffer()', 'chunk.bytes()'))).toThrow('chunk.arrayBuffer');
});
