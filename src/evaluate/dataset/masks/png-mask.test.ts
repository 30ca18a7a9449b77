import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { toDatasetFiles } from '../../../../scripts/dataset-files.fixture.ts';
import { readPngMask } from './png-mask.ts';
import { readMask } from './read-mask.ts';

const decodeBase64 = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'));

/** Masks of 13 x 9 pixels that Pillow 13.0 wrote, and the SHA-256 of the class ids that they were written from. */
const masks = {
  palette: [
    'iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJCAMAAADepFZYAAAAP1BMVEUAAACAAAAAgACAgAAAAICAAIAAgICAgIBAAADAAABAgADAgABAAIDAAIBAgIDAgIAAQACAQAAAwACAwAAAQIBP60I+AAAAS0lEQVR4nH2NQQoAIQzEpkxxsCgW+/+/rvqAPQZCApr39EXbmRt0jRLDUQWMmRBbzS4RTbEYmKLxEe3RwWMSymNS6iBvZQdf5efwAeoKA8EKJXU2AAAAAElFTkSuQmCC',
    '3ff5b4cee3f0201f6e95e821db37679270c3b9b42dd77c8324d9be32e2b1305b',
  ],
  'palette of 2 bits': [
    'iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJAgMAAACUFE75AAAADFBMVEUAAAD/AAAA/wAAAP+bwBPcAAAAH0lEQVR4nGOUZmB4yhLIwHCFxZWBQYTxGAPDL0ZcYgDMkQmSK/a8ZQAAAABJRU5ErkJggg==',
    '3da128ee258b5a2aaae8f7e9df39c40b2f6168bf52bb838c1dac17eddb8c9a33',
  ],
  grey: [
    'iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJCAAAAADMEfm2AAAARUlEQVR4nGNkYEcCjAzMSIBRkAEJMDJwIgEWBi5hBGCciKLShgsJMDJwsrOxcbKxc7Czs3EwbLx67eLltC/3Cl9OXqcEABkPDGxU4WbpAAAAAElFTkSuQmCC',
    '639691b7475ce63a03436d43af3ff85fdf878125733290cbdf572a4b6f1ebf34',
  ],
  'grey of 0 and 255': [
    'iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJCAAAAADMEfm2AAAAEklEQVR4nGP4z8CAjIjkUEklALpCJtrN3lb8AAAAAElFTkSuQmCC',
    'e378056dee3ea112987ebad428967157773fba93a0602a0564d1bde9fcec48ec',
  ],
  "RGB of Pascal VOC's colours, also void": [
    'iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJCAIAAABmGDE9AAAAfUlEQVR4nK2QQQ0DQQwDR1WBHBRDWSgDZaEYSqD0sXeV+q9/mciRHWYqgAUCWL1hIRAoKKAatKgzjYDHbQHe1UIqkLpWrl2DALQCM3nX+7zxWlk7SPCkQdd077x4dK3sK/xqTW8YLM70xCSglgNV9ew487cHJXI7nx78+S8f6exuixahPu8AAAAASUVORK5CYII=',
    '4cdca70d435d80b7de2ed580efce23c1bba10fd8a1d0265d65f0e0bb8424e560',
  ],
  'RGB of class ids': [
    'iVBORw0KGgoAAAANSUhEUgAAAA0AAAAJCAIAAABmGDE9AAAAwUlEQVR4nI2Qy6rEIBBE+2G6jSIh5v8/MSJBQYjRuwgDM7t7llWbU4VzTiJi5mVZVLWU4r3PORPRvu9jDAAgIjLG8C85Z+89M6eU3iSlZNZ1RcS3vu+7taaqIQRm7r2XUgBgzgkioqrOuW3b5pzOOQAIIagqMyPinJOZCT68TvDLGOMNjYgg4nVdiKiqItJ7FxEAaK1Za0WEiPD1sNZ+722t1VoR8TgOADjP0/Te31+I6PlQayWiGOPzPAAQY/zvL3/YgGb5+DaDYQAAAABJRU5ErkJggg==',
    '4cdca70d435d80b7de2ed580efce23c1bba10fd8a1d0265d65f0e0bb8424e560',
  ],
} as const;

test.each(Object.entries(masks))('decodes the class ids of a %s PNG written by Pillow', async (_, [png, sha256]) => {
  const mask = await readPngMask(decodeBase64(png));
  expect([mask?.width, mask?.height]).toEqual([13, 9]);
  expect(createHash('sha256').update(mask!.classes).digest('hex')).toBe(sha256);
});

test('rejects a mask with a colour that is not a class', async () => {
  // According to Pillow, the first pixel is (10, 200, 30).
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGPgOiHHwMAAAASjAPFdAq/3AAAAAElFTkSuQmCC';
  expect(await readPngMask(decodeBase64(png))).toBeNull();
});

/**
 * Encodes a PNG without checksums, which are not read.
 * @param colourType 0 for grey, 2 for RGB
 */
function encodePng(
  width: number,
  height: number,
  rows: readonly number[],
  { interlace = 0, colourType = 0 } = {},
): Uint8Array<ArrayBuffer> {
  const encodeChunk = (type: string, data: Uint8Array) => {
    const bytes = Buffer.alloc(data.length + 12);
    bytes.writeUInt32BE(data.length);
    bytes.write(type, 4, 'latin1');
    bytes.set(data, 8);
    return bytes;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, colourType, 0, 0, interlace], 8);
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  return Uint8Array.from([
    ...signature,
    ...encodeChunk('IHDR', header),
    ...encodeChunk('IDAT', deflateSync(Uint8Array.from(rows))),
  ]);
}

test('reads a grey mask stored as RGB by its values, even if they are colours of Pascal VOC', async () => {
  const rows = [0, ...[64, 128, 192, 3].flatMap((value) => [value, value, value])];
  expect([...(await readPngMask(encodePng(4, 1, rows, { colourType: 2 })))!.classes]).toEqual([64, 128, 192, 3]);
});

// Class 7, a car, is (128, 128, 128), and class 1 is (128, 0, 0).
test('reads greys in a coloured mask as colours of Pascal VOC', async () => {
  const encodeColoured = (grey: number) => encodePng(2, 1, [0, 128, 0, 0, grey, grey, grey], { colourType: 2 });
  expect([...(await readPngMask(encodeColoured(128)))!.classes]).toEqual([1, 7]);
  expect(await readPngMask(encodeColoured(3))).toBeNull();
});

// Computed by hand: the second row has filter 3, so each byte is the value minus floor((left + above) / 2).
test('decodes rows with the average filter', async () => {
  const mask = await readPngMask(encodePng(3, 2, [0, 10, 20, 30, 3, 0, 250, 245]));
  expect([...mask!.classes]).toEqual([10, 20, 30, 5, 6, 7]);
});

test.each([
  ['interlaced PNG', encodePng(1, 1, [0, 7], { interlace: 1 })],
  ['PNG with too few rows', encodePng(1, 2, [0, 7])],
  ['PNG with too many rows', encodePng(1, 1, [0, 7, 0, 7])],
  ['PNG with an unknown filter', encodePng(1, 1, [5, 7])],
  ['PNG of 4 billion pixels squared', encodePng(0xffff_ffff, 0xffff_ffff, [0, 7])],
  ['JPEG', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0])],
])('rejects a %s by file name', async (_, bytes) => {
  const [file] = toDatasetFiles({ 'masks/1.png': bytes });
  await expect(readMask(file!, [])).rejects.toMatchObject({
    code: 'file-unreadable',
    facts: { file: 'masks/1.png', reason: 'not-a-mask' },
  });
});

test('decodes or rejects a damaged PNG without any other error', async () => {
  const random = createSeededRandom(7);
  const bytes = decodeBase64(masks.grey[0]);
  for (let round = 0; round < 500; round++) {
    const damaged = bytes.slice(0, random() < 0.3 ? Math.floor(random() * bytes.length) : bytes.length);
    for (let times = 0; times < 3; times++) damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
    const mask = await readPngMask(damaged);
    if (mask) expect(mask.classes).toHaveLength(mask.width * mask.height);
  }
});
