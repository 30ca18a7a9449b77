import { beforeEach, expect, test, vi } from 'vitest';
import type { SealedFaces } from '#records/face-records.ts';
import { FaceGallery } from './face-gallery.svelte.ts';

/** What is stored, and a key per passphrase, without a database and a worker. */
let stored: SealedFaces | undefined;
vi.mock('#records/face-records.ts', () => ({
  readFaces: async () => stored,
  storeFaces: async (faces: SealedFaces) => void (stored = faces),
  deleteFaces: async () => void (stored = undefined),
}));
vi.mock('#bridge/passphrase-handle.ts', () => ({
  async deriveKey(passphrase: string) {
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(passphrase));
    return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  },
}));

let gallery: FaceGallery;
beforeEach(async () => {
  stored = undefined;
  gallery = new FaceGallery();
  await gallery.load();
});

test('people are recognised up to the maximum distance, and the gallery opens only with its passphrase', async () => {
  expect(gallery.state).toBe('absent');
  await gallery.create('correct horse');
  await gallery.enrol('Ada', [1, 0]);
  await gallery.enrol('Ada', [0.8, 0.6]);
  await gallery.enrol('Ben', [-1, 0]);
  expect(gallery.people.map(({ name, embeddings }) => [name, embeddings.length])).toEqual([
    ['Ada', 2],
    ['Ben', 1],
  ]);
  // A right angle from Ada's first image, 1 - 0.6 from her second.
  expect(gallery.identify([0, 1])).toEqual({ name: 'Ada', distance: 0.4 });
  await gallery.setMaxDistance(0.3);
  expect(gallery.identify([0, 1])).toBeNull();

  const next = new FaceGallery();
  await next.load();
  expect([next.state, next.people]).toEqual(['locked', []]);
  await next.unlock('wrong horse');
  expect([next.state, next.error?.code]).toEqual(['locked', 'faces-locked']);
  await next.unlock('correct horse');
  expect([next.state, next.error, next.people.length, next.maxDistance]).toEqual(['open', null, 2, 0.3]);
});

test('a locked gallery recognises nobody, and can be deleted without its passphrase', async () => {
  await gallery.create('correct horse');
  await gallery.enrol('Ada', [1, 0]);
  gallery.lock();
  expect([gallery.state, gallery.people, gallery.identify([1, 0])]).toEqual(['locked', [], null]);
  await gallery.deleteAll();
  expect([gallery.state, stored]).toEqual(['absent', undefined]);
});

test('the distance with the fewest errors is computed from the enrolled images', async () => {
  await gallery.create('correct horse');
  await gallery.enrol('Ada', [1, 0]);
  expect(gallery.bestOperatingPoint).toBeNull();
  await gallery.enrol('Ada', [0.8, 0.6]);
  await gallery.enrol('Ben', [-1, 0]);
  // Same: 0.2; different: 2 and 1.8. Halfway between 0.2 and 1.8.
  expect(gallery.bestOperatingPoint?.threshold).toBeCloseTo(1, 12);
});
