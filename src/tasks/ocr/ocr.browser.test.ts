import { afterEach, expect, inject, test } from 'vitest';
import type { SessionHandle } from '#bridge/session-handle.ts';
import { compareWithRapidOcr, openOcr } from '../../../workers/tests/ocr-samples.fixture.ts';
import { tinyModelFiles, tinyImagePixel, tinyImageSize, tinyText } from './tiny-graphs.fixture.ts';

let session: SessionHandle | undefined;
afterEach(() => session?.close());

test('three tiny graphs and a key list, given together, read an image', async () => {
  const files = Object.entries(tinyModelFiles()).map(([name, bytes]) => new File([bytes], name));
  session = await openOcr(files);
  const { width, height } = tinyImageSize;
  const image = new ImageData(width, height);
  for (let index = 0; index < width * height; index++) {
    const grey = tinyImagePixel(index % width, Math.floor(index / width));
    image.data.set([grey, grey, grey, 255], 4 * index);
  }
  const { result, graphRuns } = await session.runTask(image);
  expect(result).toMatchObject({ text: tinyText });
  expect(graphRuns).toEqual({ detector: 1, direction: 1, recogniser: 1 });
});

// All ten are in the long test.
test.skipIf(!inject('testData'))(
  'PP-OCR reads a sample with the same text and positions as RapidOCR (needs ASSAY_TEST_DATA)',
  async ({ skip }) => {
    const names = ['upside-down.png'] as const;
    const compared = await compareWithRapidOcr(names);
    if (!compared) return skip('the folder has no onnx-ocr models');
    expect(compared.identical).toEqual(names);
    expect(compared.overlaps.reduce((sum, share) => sum + share, 0) / compared.overlaps.length).toBeGreaterThan(0.9);
    expect(compared.errors).toBeLessThanOrEqual(compared.referenceErrors);
  },
  300_000,
);
