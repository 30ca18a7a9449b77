import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { deflate, inflate } from './deflate.ts';

// Expected values come from zlib.
const bytes = Uint8Array.from({ length: 10_000 }, (_, index) => (index * index) % 251);

test('is compatible with zlib in both directions', async () => {
  expect(new Uint8Array(inflateRawSync(await deflate(bytes)))).toEqual(bytes);
  expect(await inflate(new Uint8Array(deflateRawSync(bytes)), bytes.length)).toEqual(bytes);
});

test('inflate rejects output beyond its limit', async () => {
  await expect(inflate(new Uint8Array(deflateRawSync(bytes)), bytes.length - 1)).rejects.toThrow(RangeError);
});

test.each([
  ['truncated', new Uint8Array(deflateRawSync(bytes)).slice(0, -5)],
  ['not deflate', Uint8Array.of(255, 255, 255)],
])('rejects a stream that is %s', async (_, corrupt) => {
  await expect(inflate(corrupt, bytes.length)).rejects.toThrow(TypeError);
});
