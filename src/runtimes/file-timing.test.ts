import { expect, test } from 'vitest';
import { detectCodeSource, getLoadDurationMs, type FileTiming } from './file-timing.ts';

const origin = 'https://assay.example/assets/';
const createFile = (name: string, transferSize: number, encodedBodySize: number): FileTiming => ({
  name: origin + name,
  startTime: 100,
  duration: 40,
  transferSize,
  encodedBodySize,
});

// Sizes that Chromium 156 reported for ort's wasm build: on a first visit, from its own cache, and from a service
// worker's cache.
test.each([
  ['network', [createFile('ort.js', 20_886, 20_586), createFile('ort.wasm', 2_674_380, 2_674_080)]],
  ['cache', [createFile('ort.js', 0, 20_586), createFile('ort.wasm', 0, 2_674_080)]],
  ['cache', [createFile('ort.js', 0, 71_095), createFile('ort.wasm', 0, 14_239_897)]],
  ['cache', [createFile('ort.js', 20_886, 20_586), createFile('ort.wasm?v=1', 0, 2_674_080)]], // a new version of the app
  ['cache', [createFile('ort.wasm', 300, 2_674_080)]], // the server reported that it has not changed
  [undefined, [createFile('ort.wasm', 0, 0)]], // the browser hides sizes
  [undefined, [createFile('weights.bin', 900, 600)]],
  [undefined, []],
])('reports the source of the engine code as %s', (from, timings) => {
  expect(detectCodeSource(timings)).toBe(from);
});

test('counts the loading time of a file only if loading started after the given time', () => {
  const timings = [createFile('ort.wasm', 0, 1)];
  expect(getLoadDurationMs(timings, `${origin}ort.wasm`, 100)).toBe(40);
  expect(getLoadDurationMs(timings, `${origin}ort.wasm`, 101)).toBe(0);
  expect(getLoadDurationMs(timings, `${origin}other.wasm`, 0)).toBe(0);
});
