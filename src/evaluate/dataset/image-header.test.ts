import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFolder } from '../../../scripts/dataset-files.fixture.ts';
import { readImageSize } from './image-header.ts';

const testData = process.env.ASSAY_TEST_DATA;
const toBlob = (...parts: (number[] | string)[]) =>
  new Blob([...parts.map((part) => (typeof part === 'string' ? part : Uint8Array.from(part))), new Uint8Array(32)]);

// Headers written by hand from the specifications of the formats.
/** Little-endian TIFF in an APP1 segment of 34 bytes, with one entry: 0x0112, a 16-bit number. */
const encodeExif = (orientation: number) => [
  0xff,
  0xe1,
  0,
  34,
  0x45,
  0x78,
  0x69,
  0x66,
  0,
  0,
  0x49,
  0x49,
  42,
  0,
  8,
  0,
  0,
  0,
  1,
  0,
  0x12,
  1,
  3,
  0,
  1,
  0,
  0,
  0,
  orientation,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
];
const frame = [0xff, 0xc2, 0, 17, 8, 0, 100, 0, 200];
test.each([
  ['JPEG', toBlob([0xff, 0xd8], frame)],
  ['JPEG after a fill byte and a comment', toBlob([0xff, 0xd8, 0xff, 0xff, 0xfe, 0, 4, 1, 2], frame)],
  ['JPEG with orientation 3', toBlob([0xff, 0xd8], encodeExif(3), frame)],
  ['PNG', toBlob([0x89], 'PNG\r\n\x1a\n\0\0\0\rIHDR', [0, 0, 0, 200, 0, 0, 0, 100])],
  ['GIF', toBlob('GIF89a', [200, 0, 100, 0])],
  ['BMP, top-down', toBlob('BM', Array<number>(16).fill(0), [200, 0, 0, 0, 156, 255, 255, 255])],
  ['WebP, extended', toBlob('RIFF\0\0\0\0WEBPVP8X\n\0\0\0', [0, 0, 0, 0, 199, 0, 0, 99, 0, 0])],
  ['WebP, lossless', toBlob('RIFF\0\0\0\0WEBPVP8L\0\0\0\0', [0x2f, 199, 0xc0, 0x18, 0])],
  ['WebP, lossy', toBlob('RIFF\0\0\0\0WEBPVP8 \0\0\0\0', [0, 0, 0, 0x9d, 1, 0x2a, 200, 0, 100, 0])],
])('reads the size of a %s from its header', async (_, blob) => {
  expect(await readImageSize(blob)).toEqual({ width: 200, height: 100 });
});

test('returns the rotated size of a JPEG with an EXIF orientation of 90°', async () => {
  expect(await readImageSize(toBlob([0xff, 0xd8], encodeExif(6), frame))).toEqual({ width: 100, height: 200 });
});

test.each([
  ['text', toBlob('no image at all, only a text')],
  ['an empty file', new Blob([])],
  ['a JPEG that ends before its frame', toBlob([0xff, 0xd8, 0xff, 0xfe, 0xff, 0xff])],
])('returns no size for %s', async (_, blob) => {
  expect(await readImageSize(blob)).toBeNull();
});

// Sizes reported by the command `file`.
test('reads the sizes of real images (needs ASSAY_TEST_DATA)', async ({ skip }) => {
  if (!testData) return skip('needs ASSAY_TEST_DATA');
  const folder = join(testData, 'data-coco8/images');
  const files = await readFolder(folder);
  const sizes = await Promise.all(
    readdirSync(folder)
      .sort()
      .map(async (name) => {
        const size = await readImageSize(await files.find(({ path }) => path === name)!.open());
        return `${size?.width}x${size?.height}`;
      }),
  );
  expect(sizes).toEqual(['640x480', '640x426', '640x428', '640x425', '481x640', '640x478', '381x500', '640x488']);
});
