import { afterEach, describe, expect, test, vi } from 'vitest';
import { computeSha256Hex } from './sha256.ts';

const toUtf8 = (text: string) => new TextEncoder().encode(text);

afterEach(() => void vi.unstubAllGlobals());

describe.each([
  ['with Web Crypto', () => {}],
  ['without Web Crypto', () => void vi.stubGlobal('crypto', {})],
])('%s', (_, prepare) => {
  // NIST's examples for FIPS 180-4 (one and two blocks), and the digest of no bytes by sha256sum.
  test.each([
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ])('computes the digest of "%s" that the standard specifies', async (text, digest) => {
    prepare();
    expect(await computeSha256Hex(toUtf8(text))).toBe(digest);
  });
});

test('computes the digests of Web Crypto for 0 to 200 bytes without it', async () => {
  const inputs = Array.from({ length: 201 }, (_, length) =>
    Uint8Array.from({ length }, (_byte, index) => (index * 167 + length) & 255),
  );
  const expected = await Promise.all(inputs.map(computeSha256Hex));
  vi.stubGlobal('crypto', {});
  expect(await Promise.all(inputs.map(computeSha256Hex))).toEqual(expected);
});
