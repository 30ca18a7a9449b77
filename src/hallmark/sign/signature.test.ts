import { createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { fromBase64 } from '#core/encoding/base64.ts';
import { fromSpki, toSpki } from './public-key.ts';
import { generateKeyPair, encodePreAuthentication, sign, verify } from './signature.ts';

/*
 * Expected values: the test vector of DSSE's protocol.md, whose signature is by Cryptodome, and node:crypto, which uses
 * OpenSSL.
 */
const vector = {
  type: 'http://example.com/HelloWorld',
  body: 'hello world',
  encoded: 'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
  x: 46950820868899156662930047687818585632848591499744589407958293238635476079160n,
  y: 5640078356564379163099075877009565129882514886557779369047442380624545832820n,
  sig: 'A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==',
};
const toBytes = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const point = Uint8Array.of(4, ...toBytes(vector.x), ...toBytes(vector.y));
const utf8 = new TextEncoder();

test('encodes type and body as in the test vector of DSSE', () => {
  const encoded = encodePreAuthentication(vector.type, utf8.encode(vector.body));
  expect(new TextDecoder().decode(encoded)).toBe(vector.encoded);
});

test('lengths in the encoding count bytes, not characters', () => {
  const encoded = encodePreAuthentication('é', utf8.encode('✓'));
  expect(new TextDecoder().decode(encoded)).toBe('DSSEv1 2 é 3 ✓');
});

test('the signature of the test vector of DSSE is valid over its encoding', async () => {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;
  const key = await crypto.subtle.importKey('raw', point, curve, true, ['verify']);
  const parameters = { name: 'ECDSA', hash: 'SHA-256' } as const;
  const encoded = encodePreAuthentication(vector.type, utf8.encode(vector.body));
  expect(await crypto.subtle.verify(parameters, key, fromBase64(vector.sig)!, encoded)).toBe(true);
});

test('OpenSSL reads the SubjectPublicKeyInfo of a public key, and it is decoded again', () => {
  const spki = toSpki(point);
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const base64url = (value: bigint) => toBytes(value).toString('base64url');
  expect(key.export({ format: 'jwk' })).toEqual({
    kty: 'EC',
    crv: 'P-256',
    x: base64url(vector.x),
    y: base64url(vector.y),
  });
  expect(fromSpki(spki)).toEqual(point);
  expect(fromSpki(spki.slice(1))).toBeNull();
  expect(fromSpki(spki.with(20, 0))).toBeNull();
});

test('signs with a private key that cannot be extracted', async () => {
  const keys = await generateKeyPair();
  expect(keys.privateKey.extractable).toBe(false);
  const signed = await sign(utf8.encode('{}'), keys);
  expect([signed.publicKey.length, signed.signature.length]).toEqual([65, 64]);
  expect(await verify(signed)).toBe(true);
  expect(await verify({ ...signed, payload: utf8.encode('[]') })).toBe(false);
  expect(await verify({ ...signed, publicKey: signed.publicKey.with(64, signed.publicKey[64]! ^ 1) })).toBeNull();
});
