import { expect, test } from 'vitest';
import type { Quad } from './geometry.ts';
import { reference, readRecordedMap, sampleNames } from './reference-values.fixture.ts';
import { findTextBoxes } from './text-boxes.ts';

test.each(sampleNames)('boxes from a detector output match those of RapidOCR within one pixel: %s', async (name) => {
  const { image, boxes, scores } = reference.maps[name];
  const detected = findTextBoxes(await readRecordedMap(name), { width: image[0], height: image[1] });
  expect(detected).toHaveLength(boxes.length);
  for (const [index, box] of boxes.entries()) {
    const computeMaxOffset = (quad: Quad) =>
      Math.max(...quad.flatMap(({ x, y }, i) => [Math.abs(x - box[i]![0]), Math.abs(y - box[i]![1])]));
    const nearest = detected.toSorted((a, b) => computeMaxOffset(a.quad) - computeMaxOffset(b.quad))[0]!;
    expect(computeMaxOffset(nearest.quad)).toBeLessThanOrEqual(1);
    // OpenCV has its own rule for the border pixels of a slanted box.
    expect(Math.abs(nearest.score - scores[index]!)).toBeLessThan(0.01);
  }
});

test('a detector output below the threshold everywhere has no boxes', () => {
  const map = { width: 32, height: 32, probabilities: new Float32Array(32 * 32).fill(0.3) };
  expect(findTextBoxes(map, { width: 32, height: 32 })).toEqual([]);
});

test('components with few pixels or low probabilities are not text', () => {
  const findBoxesOfBlob = (size: number, probability: number) => {
    const probabilities = new Float32Array(64 * 64);
    for (let row = 20; row < 20 + size; row++) probabilities.fill(probability, row * 64 + 20, row * 64 + 20 + size);
    return findTextBoxes({ width: 64, height: 64, probabilities }, { width: 64, height: 64 });
  };
  expect(findBoxesOfBlob(12, 0.9)).toHaveLength(1);
  expect(findBoxesOfBlob(2, 0.9)).toEqual([]);
  expect(findBoxesOfBlob(12, 0.45)).toEqual([]);
});
