import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dequantise, type DecodableType } from './dequantise.ts';
import { quantise, type EncodableType } from './quantise.ts';

/** Computed by `reference-values.py` with the Python package gguf and ggml's own library; bytes in base64. */
const reference = JSON.parse(readFileSync(new URL('reference-values.json', import.meta.url), 'utf8')) as {
  readonly decoded: Readonly<Record<string, { readonly bytes: string; readonly values: string }>>;
  readonly values: string;
  readonly encoded: Readonly<Record<string, string>>;
};
const decodeBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const decodeFloats = (text: string) => new Float32Array(decodeBase64(text).buffer);

test.for(Object.entries(reference.decoded))('decodes %s bit-identically to gguf', ([type, { bytes, values }]) => {
  expect(Buffer.from(dequantise(type as DecodableType, decodeBase64(bytes)).buffer).equals(decodeBase64(values))).toBe(
    true,
  );
});

test('decodes F32 values unchanged', () => {
  const bytes = decodeBase64(reference.values);
  expect(dequantise('F32', bytes)).toEqual(new Float32Array(bytes.buffer));
});

test.for(Object.entries(reference.encoded))('encodes %s bit-identically to ggml', ([type, expected]) => {
  const encoded = quantise(type as EncodableType, decodeFloats(reference.values));
  const different = [...decodeBase64(expected)].flatMap((byte, index) => (byte === encoded[index] ? [] : [index]));
  expect(different).toEqual([]);
});
