import { expect, test } from 'vitest';
import { createFirstViewport, fit, panBy, centreOnBox, toDrawing, limitPosition, zoomAt } from './viewport.ts';

const screen = { width: 800, height: 600 };
const tall = { width: 400, height: 100_000 };

test('a small drawing is shown completely, centred and not enlarged', () => {
  expect(fit({ width: 400, height: 300 }, screen)).toEqual({ x: -200, y: -150, scale: 1 });
});

test('a large drawing starts at its top at a readable scale; fit shows all of it', () => {
  const { y, scale } = createFirstViewport(tall, screen, { x: 200, y: 0 });
  expect(scale).toBeGreaterThan(0.8);
  expect(y).toBeLessThan(0);
  const whole = fit(tall, screen);
  expect(toDrawing(whole, { x: 0, y: 600 }).y).toBeGreaterThanOrEqual(100_000);
});

test('zooming keeps the point under the pointer in place, and the scale within its limits', () => {
  const before = { x: 100, y: 200, scale: 0.5 };
  const pointer = { x: 300, y: 400 };
  const after = zoomAt(before, 2, pointer, tall, screen);
  expect(after.scale).toBe(1);
  expect(toDrawing(after, pointer)).toEqual(toDrawing(before, pointer));
  expect(zoomAt(before, 1000, pointer, tall, screen).scale).toBe(4);
  expect(zoomAt(before, 1e-9, pointer, tall, screen).scale).toBeGreaterThan(0);
});

test('dragging moves the drawing with the pointer', () => {
  expect(panBy({ x: 0, y: 0, scale: 0.5 }, 10, -20)).toEqual({ x: -20, y: 40, scale: 0.5 });
});

test('the drawing cannot be dragged completely off screen', () => {
  const { x, y } = limitPosition({ x: 1e6, y: -1e6, scale: 1 }, tall, screen);
  expect(x).toBeLessThan(400);
  expect(y + 600).toBeGreaterThan(0);
});

test('a box is centred, and shown completely if it is large', () => {
  const centred = centreOnBox({ x: 0, y: 0, scale: 0.01 }, { x: 100, y: 5000, width: 120, height: 40 }, screen);
  expect(toDrawing(centred, { x: 400, y: 300 }).x).toBeCloseTo(160);
  expect(centred.scale).toBeGreaterThan(0.8);
  const large = centreOnBox({ x: 0, y: 0, scale: 1 }, { x: 0, y: 0, width: 2000, height: 1000 }, screen);
  expect(large.scale * 2000).toBeLessThan(800);
});
