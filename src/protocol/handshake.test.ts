import { createSign, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { toBase64 } from '#core/encoding/base64.ts';
import { computeCodeMac, isCodeMac, isSigned, createNonce, signTranscript, type Transcript } from './handshake.ts';
import vectors from './test-vectors/messages.json' with { type: 'json' };

const transcript: Transcript = {
  origin: 'https://assay.example',
  pageKey: 'page key',
  pageNonce: 'page nonce',
  companionKey: 'companion key',
  companionNonce: 'companion nonce',
};
const code = 'K7QM-2XRT-9F01';

/** Every transcript that differs in one field. */
const variants = Object.keys(transcript).map((name) => Object.assign({}, transcript, { [name]: `another ${name}` }));

test('the proof of a code is the HMAC that Python computes', async () => {
  expect(await computeCodeMac(code, 'page-code', transcript)).toBe(vectors.codeMac);
});

test('a code is accepted without separators, in lower case and with letters for similar digits', async () => {
  const mac = await computeCodeMac(code, 'page-code', transcript);
  for (const typed of ['k7qm2xrt9f01', ' K7QM 2XRT 9FOI ', 'k7qm-2xrt-9fol']) {
    expect(await isCodeMac(typed, mac, 'page-code', transcript)).toBe(true);
  }
  expect(await isCodeMac('K7QM-2XRT-9F02', mac, 'page-code', transcript)).toBe(false);
  expect(await isCodeMac(code, 'not base64', 'page-code', transcript)).toBe(false);
});

test('a proof of the code is not valid for another purpose, origin, key or nonce', async () => {
  const mac = await computeCodeMac(code, 'page-code', transcript);
  expect(await isCodeMac(code, mac, 'companion-code', transcript)).toBe(false);
  for (const other of variants) expect(await isCodeMac(code, mac, 'page-code', other)).toBe(false);
});

test('a signature is not valid for another key, purpose, origin or nonce', async () => {
  const keys = await generateKeys();
  const other = await generateKeys();
  const signature = await signTranscript(keys.privateKey, 'page-key', transcript);
  expect(await isSigned(keys.point, signature, 'page-key', transcript)).toBe(true);
  expect(await isSigned(other.point, signature, 'page-key', transcript)).toBe(false);
  expect(await isSigned(keys.point, signature, 'companion-key', transcript)).toBe(false);
  for (const changed of variants) expect(await isSigned(keys.point, signature, 'page-key', changed)).toBe(false);
  expect(await isSigned(toBase64(new Uint8Array(65)), signature, 'page-key', transcript)).toBe(false);
});

test('a signature made by OpenSSL is valid', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const point = publicKey.export({ format: 'der', type: 'spki' }).subarray(-65);
  const list = ['assay-companion', 'page-key', ...Object.values(transcript)];
  const signed = createSign('sha256').update(JSON.stringify(list));
  const signature = signed.sign({ key: privateKey, dsaEncoding: 'ieee-p1363' });
  expect(await isSigned(toBase64(point), toBase64(signature), 'page-key', transcript)).toBe(true);
});

test('nonces have 32 bytes and are unique', () => {
  const nonces = Array.from({ length: 100 }, createNonce);
  expect(new Set(nonces).size).toBe(100);
  expect(atob(nonces[0]!)).toHaveLength(32);
});

async function generateKeys() {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;
  const { privateKey, publicKey } = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
  const point = toBase64(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)));
  return { privateKey, point };
}
