import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { patchOrt } from './patch-ort.ts';
import { root } from './project-root.ts';

const library = readFileSync(join(root, 'node_modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs'), 'utf8');
const applyPatch = (code: string) => {
  const { transform } = patchOrt();
  if (typeof transform !== 'object') throw new Error('the plugin has no transform');
  return (transform.handler as (code: string) => { code: string })(code).code;
};

test('changes how onnxruntime-web passes tensors, and adds fewer than 100 characters', () => {
  const code = applyPatch(library);
  expect(code).toContain('heapOffset');
  expect(Math.abs(code.length - library.length)).toBeLessThan(100);
});

test('fails if the code of onnxruntime-web does not match', () => {
  expect(() => applyPatch(library.replaceAll('l._malloc(I)', 'l._alloc(I)'))).toThrow('l._malloc(I)');
});
