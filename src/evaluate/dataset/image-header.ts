import type { ByteSource } from '#core/model/model.ts';

interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Bytes to read first. A JPEG with a large thumbnail or colour profile needs more. */
const headBytes = 16 << 10;
const maxHeadBytes = 1 << 20;

/**
 * Reads the size of an image in pixels from its header, rotated by its EXIF orientation as in browsers. Returns `null`
 * if the image is damaged or its format is not listed below.
 */
export async function readImageSize(source: ByteSource): Promise<ImageSize | null> {
  for (const length of [headBytes, maxHeadBytes]) {
    const bytes = new Uint8Array(await source.slice(0, Math.min(length, source.size)).arrayBuffer());
    const size = readHeaderSize(bytes);
    if (size && size.width > 0 && size.height > 0) return size;
    if (length >= source.size) return null;
  }
  return null;
}

/** Formats and their fields: ISO/IEC 10918-1 (JPEG), PNG (W3C), GIF89a, WebP container (RFC 9649), Windows BMP. */
function readHeaderSize(bytes: Uint8Array): ImageSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hasText = (offset: number, text: string) =>
    [...text].every((char, index) => bytes[offset + index] === char.charCodeAt(0));
  if (view.byteLength < 30) return null;
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpegSize(view);
  if (hasText(1, 'PNG') && hasText(12, 'IHDR')) return { width: view.getUint32(16), height: view.getUint32(20) };
  if (hasText(0, 'GIF8')) return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (hasText(0, 'BM')) return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
  return hasText(0, 'RIFF') && hasText(8, 'WEBP') ? readWebpSize(view, hasText) : null;
}

function readWebpSize(view: DataView, hasText: (offset: number, text: string) => boolean): ImageSize | null {
  const readUint24 = (offset: number) => view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
  if (hasText(12, 'VP8X')) return { width: readUint24(24) + 1, height: readUint24(27) + 1 };
  if (hasText(12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (!hasText(12, 'VP8 ')) return null;
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/**
 * Reads the size from the frame header (SOF0 to SOF15 except DHT, JPG and DAC), and the orientation from a preceding
 * APP1.
 */
function readJpegSize(view: DataView): ImageSize | null {
  let isRotated = false;
  for (let offset = 2; offset + 9 < view.byteLength;) {
    if (view.getUint8(offset) !== 0xff) return null;
    const marker = view.getUint8(offset + 1);
    if (marker === 0xff) {
      offset++; // fill byte
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const [height, width] = [view.getUint16(offset + 5), view.getUint16(offset + 7)];
      return isRotated ? { width: height, height: width } : { width, height };
    }
    const length = view.getUint16(offset + 2);
    if (marker === 0xe1) isRotated = readOrientation(view, offset + 4, offset + 2 + length) >= 5 || isRotated;
    offset += 2 + length;
  }
  return null;
}

/** Reads the orientation of an Exif segment, 1 to 8, by default 1. From 5 on, width and height are swapped. */
function readOrientation(view: DataView, start: number, end: number): number {
  const tiff = start + 6;
  if (end > view.byteLength || tiff + 8 > end || view.getUint32(start) !== 0x45786966) return 1; // "Exif"
  const isLittleEndian = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, isLittleEndian);
  if (directory + 2 > end) return 1;
  const entries = view.getUint16(directory, isLittleEndian);
  for (let offset = directory + 2; offset < directory + 2 + entries * 12 && offset + 12 <= end; offset += 12) {
    if (view.getUint16(offset, isLittleEndian) === 0x0112) return view.getUint16(offset + 8, isLittleEndian);
  }
  return 1;
}
