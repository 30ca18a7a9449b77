import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findChunkCycle } from './chunk-cycles.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'assay-chunks-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, code: string) => writeFileSync(join(folder, name), code);

test('a cycle of built files that import each other is found', () => {
  write('a.js', 'import{x}from"./b.js";x()');
  write('b.js', 'import"./c.js";export let x');
  write('c.js', 'import{x}from"./b.js"');
  expect(findChunkCycle(folder)).toEqual(['b.js', 'c.js', 'b.js']);
});

test('a dynamically imported file may import its importer', () => {
  write('a.js', 'export let x;import("./b.js")');
  write('b.js', 'import{x}from"./a.js"');
  expect(findChunkCycle(folder)).toBeNull();
});
