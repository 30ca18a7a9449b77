import { expect, test } from 'vitest';
import type { Quad } from './geometry.ts';
import { reference, readRecordedMap, sampleNames } from './reference-values.fixture.ts';
import { textBoxes } from './text-boxes.ts';

test.each(sampleNames)('boxes found in a detector output are those of RapidOCR within one pixel: %s', async (name) => {
  const { image, boxes, scores } = reference.maps[name];
  const detected = textBoxes(await readRecordedMap(name), { width: image[0], height: image[1] });
  expect(detected).toHaveLength(boxes.length);
  for (const [index, box] of boxes.entries()) {
    const offBy = (quad: Quad) =>
      Math.max(...quad.flatMap(({ x, y }, i) => [Math.abs(x - box[i]![0]), Math.abs(y - box[i]![1])]));
    const nearest = detected.toSorted((a, b) => offBy(a.quad) - offBy(b.quad))[0]!;
    expect(offBy(nearest.quad)).toBeLessThanOrEqual(1);
    // OpenCV has its own rule for the border pixels of a slanted box.
    expect(Math.abs(nearest.score - scores[index]!)).toBeLessThan(0.01);
  }
});

test('a detector output below the threshold everywhere has no boxes', () => {
  const map = { width: 32, height: 32, probabilities: new Float32Array(32 * 32).fill(0.3) };
  expect(textBoxes(map, { width: 32, height: 32 })).toEqual([]);
});

test('a component with few pixels or low probability is not text', () => {
  const blob = (size: number, probability: number) => {
    const probabilities = new Float32Array(64 * 64);
    for (let row = 20; row < 20 + size; row++) probabilities.fill(probability, row * 64 + 20, row * 64 + 20 + size);
    return textBoxes({ width: 64, height: 64, probabilities }, { width: 64, height: 64 });
  };
  expect(blob(12, 0.9)).toHaveLength(1);
  expect(blob(2, 0.9)).toEqual([]);
  expect(blob(12, 0.45)).toEqual([]);
});
