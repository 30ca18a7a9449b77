import { inflate } from '#core/encoding/deflate.ts';
import type { MaskPixels } from './mask-pixels.ts';
import { readPngChunks } from './png-chunks.ts';
import { reverseFilters } from './png-filters.ts';
import { findVocClass } from './voc-colours.ts';

/** Samples per pixel by colour type: grey, RGB, palette, grey with alpha, RGB with alpha. */
const samplesPerPixel = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

/** The maximum compression ratio of deflate: a match of 258 bytes takes at least two bits. */
const maxDeflateRatio = 1032;

/**
 * Reads the class ids of a PNG mask: palette indices (which the browser's decoder would lose), the values of a grey
 * image, including one stored as RGB, or the colours of Pascal VOC. A grey image of only 0 and 255 has the classes 0
 * and 1. Follows the PNG specification of the W3C; interlacing and 16-bit samples are not supported.
 * @returns `null` if the PNG is damaged or not supported
 */
export async function readPngMask(bytes: Uint8Array<ArrayBuffer>): Promise<MaskPixels | null> {
  const { header, data } = readPngChunks(bytes);
  const samples = header && samplesPerPixel.get(header.colourType);
  if (!header || !samples || data.length < 6) return null;
  const { width, height, bits } = header;
  const rowBytes = Math.ceil((width * bits * samples) / 8);
  // The data is a zlib stream: a header of 2 bytes, deflate, and a checksum of 4 bytes.
  const size = height * (rowBytes + 1);
  if (size > data.length * maxDeflateRatio) return null;
  const rows = await inflate(data.subarray(2, -4), size).catch(() => null);
  if (rows?.length !== size || !reverseFilters(rows, height, rowBytes, Math.max(1, (bits * samples) >> 3))) return null;
  const isColour = samples >= 3 && !isGrey(rows, rowBytes, samples);
  const classes = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = rows.subarray(y * (rowBytes + 1) + 1, (y + 1) * (rowBytes + 1));
    for (let x = 0; x < width; x++) {
      const id = isColour ? readColour(row, x * samples) : readSample(row, x * samples, bits);
      if (id === null) return null;
      classes[y * width + x] = id;
    }
  }
  return { width, height, classes: header.colourType === 0 && bits === 8 ? binariseMask(classes) : classes };
}

/**
 * Whether red, green and blue are the same in every pixel.
 * @param rows pixel rows, each preceded by its filter byte
 */
function isGrey(rows: Uint8Array, rowBytes: number, samples: number): boolean {
  for (let from = 1; from < rows.length; from += rowBytes + 1) {
    for (let offset = from; offset < from + rowBytes; offset += samples) {
      if (rows[offset] !== rows[offset + 1] || rows[offset] !== rows[offset + 2]) return false;
    }
  }
  return true;
}

function readColour(row: Uint8Array, index: number): number | null {
  return findVocClass(row[index]!, row[index + 1]!, row[index + 2]!);
}

/** Reads a sample of at most 8 bits. Smaller samples share a byte, the first in the highest bits. */
function readSample(row: Uint8Array, index: number, bits: number): number {
  const bit = index * bits;
  return (row[bit >> 3]! >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
}

/** Maps the values 0 and 255 of a black and white mask to the classes 0 and 1. */
function binariseMask(classes: Uint8Array): Uint8Array {
  return classes.every((value) => value === 0 || value === 255) ? classes.map((value) => value & 1) : classes;
}
