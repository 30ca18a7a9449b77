import { afterEach, expect, inject, test } from 'vitest';
import type { SessionHandle } from '#bridge/session-handle.ts';
import { compareWithRapidOcr, openOcr } from '../../../workers/tests/ocr-samples.fixture.ts';
import { createTinyModelFiles, getTinyImagePixel, tinyImageSize, tinyText } from './tiny-graphs.fixture.ts';

let session: SessionHandle | undefined;
afterEach(() => session?.close());

test('three tiny graphs and a key list that are opened together read an image', async () => {
  const files = Object.entries(createTinyModelFiles()).map(([name, bytes]) => new File([bytes], name));
  session = await openOcr(files);
  const { width, height } = tinyImageSize;
  const image = new ImageData(width, height);
  for (let index = 0; index < width * height; index++) {
    const grey = getTinyImagePixel(index % width, Math.floor(index / width));
    image.data.set([grey, grey, grey, 255], 4 * index);
  }
  const { result, graphRuns } = await session.runTask(image);
  expect(result).toMatchObject({ text: tinyText });
  expect(graphRuns).toEqual({ detector: 1, direction: 1, recogniser: 1 });
});

// The long test has all ten samples.
test.skipIf(!inject('testData'))(
  'PP-OCR reads a sample with the same text and positions as RapidOCR (needs ASSAY_TEST_DATA)',
  async ({ skip }) => {
    const names = ['upside-down.png'] as const;
    const comparison = await compareWithRapidOcr(names);
    if (!comparison) return skip('the folder has no onnx-ocr models');
    expect(comparison.identical).toEqual(names);
    expect(comparison.overlaps.reduce((sum, overlap) => sum + overlap, 0) / comparison.overlaps.length).toBeGreaterThan(
      0.9,
    );
    expect(comparison.errors).toBeLessThanOrEqual(comparison.referenceErrors);
  },
  300_000,
);
