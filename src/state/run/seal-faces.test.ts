import { expect, test } from 'vitest';
import { createSalt, openFaces, sealFaces, type Faces } from './seal-faces.ts';

const faces: Faces = { people: [{ name: 'Ada', embeddings: [[0.6, 0.8]] }], maxDistance: 0.5 };
const createKey = () =>
  crypto.subtle.importKey('raw', crypto.getRandomValues(new Uint8Array(32)), 'AES-GCM', false, ['encrypt', 'decrypt']);

test('sealed faces open only with their key, and contain no readable name', async () => {
  const key = await createKey();
  const sealed = await sealFaces(faces, { key, salt: createSalt() });
  expect(await openFaces(sealed, key)).toEqual(faces);
  expect(new TextDecoder('latin1').decode(sealed.sealed)).not.toContain('Ada');
  await expect(openFaces(sealed, await createKey())).rejects.toMatchObject({ code: 'faces-locked', facts: {} });
});

test('damaged faces are rejected exactly as with a wrong key', async () => {
  const key = await createKey();
  const sealed = await sealFaces(faces, { key, salt: createSalt() });
  new Uint8Array(sealed.sealed)[3]! ^= 1;
  await expect(openFaces(sealed, key)).rejects.toMatchObject({ code: 'faces-locked', facts: {} });
});

test('the same faces are sealed differently each time', async () => {
  const key = await createKey();
  const [a, b] = [
    await sealFaces(faces, { key, salt: createSalt() }),
    await sealFaces(faces, { key, salt: createSalt() }),
  ];
  expect(a.iv).not.toEqual(b.iv);
  expect(new Uint8Array(a.sealed)).not.toEqual(new Uint8Array(b.sealed));
});
