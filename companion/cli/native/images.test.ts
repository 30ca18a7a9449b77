import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { browserFlags, findBrowser } from '../../browser/browser.ts';
import { skiaImages } from './images.ts';

/**
 * Draws an ellipse, encodes it as an image, and draws the decoded image at several sizes, as
 * `workers/session/decode-image.ts` does.
 */
async function drawInPage([type, sizes]: readonly [string, readonly (readonly [number, number])[]]) {
  const base64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const canvas = new OffscreenCanvas(300, 200);
  const pen = canvas.getContext('2d')!;
  const gradient = pen.createLinearGradient(0, 0, 300, 200);
  for (const [offset, colour] of [
    [0, 'navy'],
    [0.5, 'orange'],
    [1, 'teal'],
  ] as const)
    gradient.addColorStop(offset, colour);
  pen.fillStyle = gradient;
  pen.ellipse(150, 100, 140, 90, 0, 0, 7);
  pen.fill();
  const file = new Uint8Array(await (await canvas.convertToBlob({ type, quality: 0.9 })).arrayBuffer());
  const bitmap = await createImageBitmap(new Blob([file]), { imageOrientation: 'from-image' });
  const decoded = sizes.map(([width, height]) => {
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
    context.drawImage(bitmap, 0, 0, width, height);
    return base64(new Uint8Array(context.getImageData(0, 0, width, height).data.buffer));
  });
  return { file: base64(file), drawn: decoded };
}

const decodeBase64 = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const sizes = [
  [300, 200],
  [224, 224],
  [480, 300],
  [60, 40],
] as const;

test('decodes JPEG, PNG and WebP images to the same pixels as Chromium', async () => {
  const executablePath = process.env['ASSAY_BROWSER'] ?? findBrowser();
  await using browser = await chromium.launch({ ...(executablePath && { executablePath }), args: [...browserFlags] });
  const page = await browser.newPage();
  for (const type of ['image/jpeg', 'image/png', 'image/webp']) {
    const { file, drawn } = await page.evaluate(drawInPage, [type, sizes] as const);
    const image = await skiaImages.decode(decodeBase64(file), 'x');
    for (const [index, [width, height]] of sizes.entries()) {
      const difference = computeMeanDifference(image.readRgba(width, height), decodeBase64(drawn[index]!));
      // Skia uses other instructions, with different rounding, on other CPUs.
      expect(difference, `${type} at ${width} x ${height}`).toBeLessThan(width === image.width ? 1e-9 : 0.7);
    }
    image.close();
  }
});

function computeMeanDifference(actual: Uint8ClampedArray, expected: Uint8Array): number {
  return actual.reduce((sum, byte, index) => sum + Math.abs(byte - expected[index]!), 0) / actual.length;
}

/** Adds an EXIF orientation to a JPEG, as cameras do: one tag, 0x0112, in little-endian TIFF. */
function addOrientation(jpeg: Uint8Array, orientation: number): Uint8Array<ArrayBuffer> {
  const tiff = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
  const segment = [...Buffer.from('Exif\0\0', 'latin1'), ...tiff];
  return Uint8Array.from([...jpeg.subarray(0, 2), 0xff, 0xe1, 0, segment.length + 2, ...segment, ...jpeg.subarray(2)]);
}

/** An image that is red on the left and blue on the right. */
const twoColourImage = {
  width: 32,
  height: 16,
  data: Uint8ClampedArray.from({ length: 32 * 16 * 4 }, (_, index) =>
    index % 4 === 3 ? 255 : index % 4 === ((index / 4) % 32 < 16 ? 0 : 2) ? 255 : 0,
  ),
};

test('rotates a camera image by its EXIF orientation', async () => {
  const jpeg = await skiaImages.encode(twoColourImage, 'image/jpeg', 0.95);
  const image = await skiaImages.decode(addOrientation(jpeg, 6), 'x'); // orientation 6: rotate by 90° clockwise
  expect(image).toMatchObject({ width: 16, height: 32 });
  const pixels = image.readRgba(16, 32);
  expect(pixels[0]).toBeGreaterThan(200); // red at the top
  expect(pixels.at(-2)).toBeGreaterThan(200); // blue at the bottom
});

test('draws a region of an image with the same pixels as in the whole image', async () => {
  const image = await skiaImages.fromPixels(twoColourImage);
  const wholePixels = image.readRgba(64, 32);
  const region = image.readRgba(64, 32, { left: 20, top: 8, width: 24, height: 4 });
  for (let row = 0; row < 4; row++)
    expect(region.subarray(row * 96, (row + 1) * 96)).toEqual(
      wholePixels.subarray(4 * (64 * (8 + row) + 20), 4 * (64 * (8 + row) + 44)),
    );
});

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';

test.each([
  ['text', Buffer.from('no image')],
  ['nothing', Buffer.from('')],
  ['SVG', Buffer.from(svg)],
  ['SVG with a byte order mark', Buffer.from(`\ufeff${svg}`)],
])('rejects %s with the name of the file', async (_, bytes) => {
  await expect(skiaImages.decode(new Uint8Array(bytes), 'set/a.png')).rejects.toMatchObject({
    code: 'file-unreadable',
    facts: { file: 'a.png', reason: 'not-an-image' },
  });
});

test('rejects a truncated image', async () => {
  const jpeg = await skiaImages.encode(twoColourImage, 'image/jpeg', 0.95);
  await expect(skiaImages.decode(jpeg.slice(0, jpeg.length / 2), 'a.jpg')).rejects.toMatchObject({
    code: 'file-unreadable',
  });
});
