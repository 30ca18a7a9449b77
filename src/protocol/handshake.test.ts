import { createSign, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { toBase64 } from '#core/encoding/base64.ts';
import {
  computeCodeMac,
  verifyCodeMac,
  verifySignature,
  createNonce,
  signTranscript,
  type Transcript,
} from './handshake.ts';
import vectors from './test-vectors/messages.json' with { type: 'json' };

const transcript: Transcript = {
  origin: 'https://assay.example',
  pageKey: 'page key',
  pageNonce: 'page nonce',
  companionKey: 'companion key',
  companionNonce: 'companion nonce',
};
const code = 'K7QM-2XRT-9F01';

/** Transcripts that each differ in one field. */
const variants = Object.keys(transcript).map((name) => Object.assign({}, transcript, { [name]: `another ${name}` }));

test('the MAC of a code equals the HMAC that Python computes', async () => {
  expect(await computeCodeMac(code, 'page-code', transcript)).toBe(vectors.codeMac);
});

test('accepts a code without separators, in lower case and with letters for similar digits', async () => {
  const mac = await computeCodeMac(code, 'page-code', transcript);
  for (const typed of ['k7qm2xrt9f01', ' K7QM 2XRT 9FOI ', 'k7qm-2xrt-9fol']) {
    expect(await verifyCodeMac(typed, mac, 'page-code', transcript)).toBe(true);
  }
  expect(await verifyCodeMac('K7QM-2XRT-9F02', mac, 'page-code', transcript)).toBe(false);
  expect(await verifyCodeMac(code, 'not base64', 'page-code', transcript)).toBe(false);
});

test('rejects the MAC of a code for another purpose, origin, key or nonce', async () => {
  const mac = await computeCodeMac(code, 'page-code', transcript);
  expect(await verifyCodeMac(code, mac, 'companion-code', transcript)).toBe(false);
  for (const other of variants) expect(await verifyCodeMac(code, mac, 'page-code', other)).toBe(false);
});

test('rejects a signature for another key, purpose, origin or nonce', async () => {
  const keys = await generateKeys();
  const other = await generateKeys();
  const signature = await signTranscript(keys.privateKey, 'page-key', transcript);
  expect(await verifySignature(keys.point, signature, 'page-key', transcript)).toBe(true);
  expect(await verifySignature(other.point, signature, 'page-key', transcript)).toBe(false);
  expect(await verifySignature(keys.point, signature, 'companion-key', transcript)).toBe(false);
  for (const changed of variants) expect(await verifySignature(keys.point, signature, 'page-key', changed)).toBe(false);
  expect(await verifySignature(toBase64(new Uint8Array(65)), signature, 'page-key', transcript)).toBe(false);
});

test('accepts a signature made by OpenSSL', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const point = publicKey.export({ format: 'der', type: 'spki' }).subarray(-65);
  const fields = ['assay-companion', 'page-key', ...Object.values(transcript)];
  const signer = createSign('sha256').update(JSON.stringify(fields));
  const signature = signer.sign({ key: privateKey, dsaEncoding: 'ieee-p1363' });
  expect(await verifySignature(toBase64(point), toBase64(signature), 'page-key', transcript)).toBe(true);
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
