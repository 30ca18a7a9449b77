import { inflateSync } from 'node:zlib';

const signature = '89504e470d0a1a0a';

/**
 * Reads the pixels of an RGB PNG with 8 bits per channel and no interlacing, row-major
 * (https://www.w3.org/TR/png-3/#9Filters).
 * @throws Error if the file is of another type
 */
export function readRgbPng(file: Buffer): Uint8Array {
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  if (file.toString('hex', 0, 8) !== signature || file.toString('hex', 24, 29) !== '0802000000')
    throw new Error('the file is not an RGB PNG of 8 bits per channel without interlacing');
  const compressedParts: Buffer[] = [];
  for (let offset = 8; offset < file.length; offset += 12 + file.readUInt32BE(offset))
    if (file.toString('latin1', offset + 4, offset + 8) === 'IDAT')
      compressedParts.push(file.subarray(offset + 8, offset + 8 + file.readUInt32BE(offset)));
  const filtered = inflateSync(Buffer.concat(compressedParts));
  const rowBytes = 3 * width;
  const pixels = new Uint8Array(height * rowBytes);
  for (let row = 0; row < height; row++) {
    const filter = filtered[row * (rowBytes + 1)]!;
    const start = row * rowBytes;
    for (let index = 0; index < rowBytes; index++) {
      const left = index < 3 ? 0 : pixels[start + index - 3]!;
      const above = row === 0 ? 0 : pixels[start + index - rowBytes]!;
      const corner = index < 3 || row === 0 ? 0 : pixels[start + index - rowBytes - 3]!;
      pixels[start + index] = filtered[row * (rowBytes + 1) + 1 + index]! + predictByte(filter, left, above, corner);
    }
  }
  return pixels;
}

function predictByte(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    default:
      return predictPaeth(left, above, corner);
  }
}

/** Returns the neighbour closest to `left + above - corner`. */
function predictPaeth(left: number, above: number, corner: number): number {
  const [byLeft, byAbove] = [Math.abs(above - corner), Math.abs(left - corner)];
  const byCorner = Math.abs(left + above - 2 * corner);
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}
