import { expect, test } from 'vitest';
import { binarise, findComponents, dilate } from './connected-components.ts';

const createMask = (...rows: string[]) => Uint8Array.from(rows.join(''), (mark) => (mark === '#' ? 1 : 0));
const drawMask = (mask: Uint8Array, width: number) =>
  Array.from(mask, (set) => (set ? '#' : '.'))
    .join('')
    .match(new RegExp(`.{${width}}`, 'g'));

test('a pixel is set if its probability is above the threshold, not at it', () => {
  expect([...binarise(Float32Array.of(0.25, 0.5, 0.75), 0.5)]).toEqual([0, 0, 1]);
});

test('dilation by 2 x 2 grows to the right and down, and not into the next row', () => {
  expect(drawMask(dilate(createMask('#...', '....', '...#'), 4), 4)).toEqual(['##..', '##..', '...#']);
});

test('pixels that touch at a corner are one component, returned as the ends of its rows', () => {
  const outlines = findComponents(createMask('###..', '...#.', '.....', '#...#'), 5);
  const ends = outlines.map((points) => [...new Set(points.map(({ x, y }) => `${x},${y}`))].toSorted());
  expect(ends).toEqual([['0,0', '2,0', '3,1'], ['0,3'], ['4,3']]);
});
