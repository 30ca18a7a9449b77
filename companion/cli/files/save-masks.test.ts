import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { saveMasks } from './save-masks.ts';

test('saves the mask of every image as a PNG of the same size, under a unique name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-masks-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  // Column-major: one pixel of background, three of the mask.
  const result = { mask: { size: [2, 2], counts: [1, 3] } };
  saveMasks({ inputs: [{ file: 'a.jpg', result }, { file: 'A.png', result }, { file: 'bad.jpg' }] }, folder);
  expect(readdirSync(folder).sort()).toEqual(['A-mask-2.png', 'a-mask.png']);
  const png = readFileSync(join(folder, 'a-mask.png'));
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2, 2]); // width and height in the header
  const index = png.indexOf('IDAT');
  // Each row begins with its filter type, 0.
  expect([...inflateSync(png.subarray(index + 4, index + 4 + png.readUInt32BE(index - 4)))]).toEqual([
    0, 0, 255, 0, 255, 255,
  ]);
});
