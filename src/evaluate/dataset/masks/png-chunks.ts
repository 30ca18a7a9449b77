import { maxMaskPixels } from './mask-pixels.ts';

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly colourType: number;
}

/**
 * Reads the header and the concatenated image data of a PNG.
 * @returns no header if the file is not a PNG of a supported size and depth
 */
export function readPngChunks(bytes: Uint8Array<ArrayBuffer>): {
  readonly header: PngHeader | null;
  readonly data: Uint8Array<ArrayBuffer>;
} {
  if (!pngSignature.every((byte, index) => bytes[index] === byte)) return { header: null, data: new Uint8Array(0) };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data: Uint8Array[] = [];
  let header: PngHeader | null = null;
  for (let offset = 8; offset + 12 <= bytes.length;) {
    const length = view.getUint32(offset);
    const type = view.getUint32(offset + 4);
    const end = offset + 8 + length;
    if (end + 4 > bytes.length) break;
    if (type === 0x49484452 && length === 13) header = readImageHeader(view, offset + 8);
    if (type === 0x49444154) data.push(bytes.subarray(offset + 8, end));
    offset = end + 4;
  }
  const joined = new Uint8Array(data.reduce((sum, { length }) => sum + length, 0));
  let joinedLength = 0;
  for (const chunk of data) {
    joined.set(chunk, joinedLength);
    joinedLength += chunk.length;
  }
  return { header, data: joined };
}

/** @returns `null` for unsupported sizes and depths */
function readImageHeader(view: DataView, offset: number): PngHeader | null {
  const [width, height] = [view.getUint32(offset), view.getUint32(offset + 4)];
  const [bits, colourType, isInterlaced] = [
    view.getUint8(offset + 8),
    view.getUint8(offset + 9),
    view.getUint8(offset + 12) !== 0,
  ];
  const isSupportedDepth = bits === 8 || ([1, 2, 4].includes(bits) && (colourType === 0 || colourType === 3));
  return isSupportedDepth && !isInterlaced && width * height > 0 && width * height <= maxMaskPixels
    ? { width, height, bits, colourType }
    : null;
}
