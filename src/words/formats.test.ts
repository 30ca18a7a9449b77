import { expect, test } from 'vitest';
import { formats } from './formats.ts';

const format = formats('en-GB');

test.each([
  [0.0123, '12.3 µs'],
  [0.9999, '1 ms'],
  [12.345, '12.3 ms'],
  [999.7, '1 s'],
  [1_240, '1.24 s'],
  [59_990, '1 min'],
  [125_000, '2 min 5 s'],
  [3_599_400, '59 min 59 s'],
  [3_599_600, '1 h'],
  [3_930_000, '1 h 6 min'],
])('formats %f ms as %s', (ms, words) => {
  expect(format.duration(ms)).toBe(words);
});

test.each([
  [512, '512 B'],
  [999.6, '1 kB'],
  [4_030_290, '4.03 MB'],
  [26_781_914, '26.8 MB'],
])('formats a file size of %f bytes as %s', (bytes, words) => {
  expect(format.bytes(bytes)).toBe(words);
});

test.each([
  [0, '0 B'],
  [32_768, '32 KiB'],
  [1023 * 2 ** 10, '1,023 KiB'],
  [2 ** 30, '1 GiB'],
  [16 * 2 ** 30, '16 GiB'],
])('formats a memory size of %f bytes as %s', (bytes, words) => {
  expect(format.memory(bytes)).toBe(words);
});

test.each([
  [
    [0.69, 42.5, 1_240],
    ['0.7 ms', '42.5 ms', '1,240.0 ms'],
  ],
  [
    [0.012, 0.5],
    ['12.0 µs', '500.0 µs'],
  ],
  [
    [0.02, 17.515, 18.455],
    ['0.02 ms', '17.52 ms', '18.46 ms'],
  ],
  [
    [2_000, 61_000],
    ['2.0 s', '61.0 s'],
  ],
  [
    [0, 150, 320],
    ['0 ms', '150 ms', '320 ms'],
  ],
  [
    [0.02, 250],
    ['0.02 ms', '250.00 ms'],
  ],
  [[0], ['0.0 ms']],
])('formats the durations %j of one table in one unit and with the same decimals', (ms, words) => {
  expect(ms.map(format.durationColumn(ms))).toEqual(words);
});

test('formats numbers, sizes and durations of any magnitude in a few characters', () => {
  const { number, whole, bytes, memory, duration } = format;
  for (const write of [number, whole, bytes, memory, duration]) expect(write(1e308).length).toBeLessThan(20);
  expect(number(1e308)).toBe('1E308');
});

test('formats numbers with three digits, and with digit grouping from a thousand', () => {
  expect([0.08681, 33.44, 999.4, 12_345.6].map(format.number)).toEqual(['0.0868', '33.4', '999', '12,346']);
});

test('formats a probability below 0.05%, other than 0, as <0.1%', () => {
  expect([0.907, 0.0006, 0.0004, 0].map((fraction) => format.probability(fraction))).toEqual([
    '90.7%',
    '0.1%',
    '<0.1%',
    '0%',
  ]);
});

test('gives counts in their smallest unit no decimals', () => {
  expect([5, 12].map(format.bytesColumn([5, 12]))).toEqual(['5 B', '12 B']);
  expect([5, 12].map(format.flopColumn([5, 12]))).toEqual(['5 FLOP', '12 FLOP']);
});
