import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { deflate, inflate } from './deflate.ts';

// Expected: zlib.
const bytes = Uint8Array.from({ length: 10_000 }, (_, index) => (index * index) % 251);

test('zlib reads what deflate writes, and inflate what zlib writes', async () => {
  expect(new Uint8Array(inflateRawSync(await deflate(bytes)))).toEqual(bytes);
  expect(await inflate(new Uint8Array(deflateRawSync(bytes)), bytes.length)).toEqual(bytes);
});

test('inflate stops beyond its limit', async () => {
  await expect(inflate(new Uint8Array(deflateRawSync(bytes)), bytes.length - 1)).rejects.toThrow(RangeError);
});

test.each([
  ['truncated', new Uint8Array(deflateRawSync(bytes)).slice(0, -5)],
  ['no deflate', Uint8Array.of(255, 255, 255)],
])('a stream that is %s is rejected', async (_, damaged) => {
  await expect(inflate(damaged, bytes.length)).rejects.toThrow(TypeError);
});
