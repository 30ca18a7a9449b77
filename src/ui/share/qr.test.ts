import { decodeQR } from 'qr/decode.js';
import { expect, test } from 'vitest';
import { createSampleReport } from '#core/report/report.fixture.ts';
import { encodeReportLink } from '#share/report-link/report-link.ts';
import { maxQrBytes, encodeQr, toQrPath } from './qr.ts';

const createLink = async () => `https://assay.example/app/${await encodeReportLink(createSampleReport())}`;

/** Reads an SVG path of unit squares as an image with 4 pixels per module. */
function rasterise(path: string, size: number) {
  const scale = 4;
  const width = size * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = 0; row < scale; row++) {
      const start = ((Number(y) * scale + row) * width + Number(x) * scale) * 4;
      for (let index = start; index < start + scale * 4; index += 4) data.fill(0, index, index + 3);
    }
  }
  return { width, height: width, data };
}

test('a reader decodes the QR code of a result to its link', async () => {
  const modules = encodeQr(await createLink());
  expect(modules).not.toBeNull();
  expect(decodeQR(rasterise(toQrPath(modules!), modules!.length))).toBe(await createLink());
});

test('a link of the maximum length has a QR code, and a longer one has none', () => {
  expect(encodeQr('a'.repeat(maxQrBytes))).toHaveLength(177 + 8); // version 40 with the quiet zone
  expect(encodeQr('a'.repeat(maxQrBytes + 1))).toBeNull();
});
