import { deleteDB } from 'idb';
import { afterAll, expect, test } from 'vitest';
import { generateKeyPair, sign, verify } from '#hallmark/sign/signature.ts';
import {
  ensureBrowserKeys,
  deleteHallmark,
  listHallmarks,
  storeHallmark,
  type StoredHallmark,
} from './hallmark-records.ts';

afterAll(() => deleteDB('assay-hallmarks'));

test('two tabs get the same key, which signs but cannot be exported', async () => {
  const [keys, others] = await Promise.all([ensureBrowserKeys(generateKeyPair), ensureBrowserKeys(generateKeyPair)]);
  const signed = await sign(new TextEncoder().encode('{}'), keys);
  expect((await sign(signed.payload, others)).publicKey).toEqual(signed.publicKey);
  expect(await verify(signed)).toBe(true);
  expect(keys.privateKey.extractable).toBe(false);
  await expect(crypto.subtle.exportKey('jwk', keys.privateKey)).rejects.toMatchObject({ name: 'InvalidAccessError' });
  await ensureBrowserKeys(() => Promise.reject(new Error('a key is stored')));
});

test('a hallmark is replaced only by one with more countersignatures, and the latest run is listed first', async () => {
  const createHallmark = (
    id: string,
    savedAt: number,
    countersignatures: number,
    isReceived: boolean,
  ): StoredHallmark => ({
    id,
    at: savedAt,
    countersignatures,
    isReceived,
    level: 'self-attested',
    hash: '#/h/AA',
    model: 'a.onnx',
    verdict: 'pass',
    grade: null,
    keyId: 'ab',
  });
  await storeHallmark(createHallmark('a', 1, 0, false));
  await storeHallmark(createHallmark('b', 2, 1, true));
  await storeHallmark(createHallmark('a', 1, 1, true));
  await storeHallmark(createHallmark('b', 2, 0, true));
  const all = await listHallmarks();
  expect(all.map(({ id, countersignatures, isReceived }) => [id, countersignatures, isReceived])).toEqual([
    ['b', 1, true],
    ['a', 1, false],
  ]);
  await deleteHallmark('a');
  expect(await listHallmarks()).toHaveLength(1);
});
