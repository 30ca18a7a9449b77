import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ModelStore } from './model-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

const computeSha256Hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function send(store: ModelStore, bytes: Uint8Array): Promise<string> {
  const sha256 = computeSha256Hex(bytes);
  await store.begin(sha256, bytes.length);
  await store.append(sha256, 0, bytes);
  return sha256;
}

const listUploads = async () => new Set(await readdir(join(folder, 'uploads')));
/** Sets the last use of an upload to some hours ago. */
const ageUpload = (sha256: string, hours: number) => {
  const then = new Date(Date.now() - hours * 3_600_000);
  return utimes(join(folder, 'uploads', sha256), then, then);
};

test('above the quota, uploads unused for an hour are removed, least recently used first', async () => {
  const store = new ModelStore(folder, 3500);
  const [old, older, recent] = [randomBytes(1000), randomBytes(1000), randomBytes(1000)];
  const names = [await send(store, old), await send(store, older), await send(store, recent)] as const;
  await ageUpload(names[0], 2);
  await ageUpload(names[1], 3);
  const next = await send(store, randomBytes(1000));
  expect(await listUploads()).toEqual(new Set([names[0], names[2], next]));
  // Using a file that was sent long ago also counts.
  await store.findFiles({ kind: 'uploaded', id: 'x', entry: 'm', files: [{ name: 'm', sha256: names[0] }] });
  const tooLarge = randomBytes(2000);
  await expect(store.begin(computeSha256Hex(tooLarge), 2000)).rejects.toMatchObject({
    code: 'storage-failed',
    facts: { reason: 'upload-quota', needBytes: 2000, usedBytes: 3000, quotaBytes: 3500 },
  });
  await ageUpload(names[2], 2);
  expect(await store.begin(computeSha256Hex(tooLarge), 1400)).toMatchObject({ isComplete: false }); // there is space now
  expect(await listUploads()).toEqual(new Set([names[0], next]));
});

test('no upload is removed for one that would not fit without them either', async () => {
  const store = new ModelStore(folder, 3500);
  const idle = await send(store, randomBytes(1000));
  await ageUpload(idle, 2);
  await expect(store.begin(computeSha256Hex(randomBytes(8)), 4000)).rejects.toMatchObject({
    facts: { reason: 'upload-quota' },
  });
  await expect(store.begin(computeSha256Hex(randomBytes(8)), 2 ** 60)).rejects.toMatchObject({
    facts: { reason: 'disk-full' },
  });
  expect(await listUploads()).toEqual(new Set([idle]));
});

/** Mounts a file system of 1 MiB; `false` if this user may not do so. */
function mountSmallDisk(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('an upload continues after a full disk has space again', async ({ skip }) => {
  if (!mountSmallDisk(folder)) skip('only root can mount a small disk on Linux');
  try {
    const store = new ModelStore(folder, 1e9);
    const bytes = randomBytes(700_000);
    const sha256 = computeSha256Hex(bytes);
    await expect(store.begin(computeSha256Hex(randomBytes(8)), 2 ** 40)).rejects.toMatchObject({
      facts: { reason: 'disk-full' },
    });
    await store.begin(sha256, bytes.length);
    await store.append(sha256, 0, bytes.subarray(0, 100_000));
    const filler = await send(store, randomBytes(500_000));
    await expect(store.append(sha256, 100_000, bytes.subarray(100_000))).rejects.toMatchObject({
      code: 'storage-failed',
      facts: { host: 'companion', reason: 'disk-full' },
    });
    await rm(join(folder, 'uploads', filler));
    const { receivedBytes } = await store.begin(sha256, bytes.length);
    expect(await store.append(sha256, receivedBytes, bytes.subarray(receivedBytes))).toMatchObject({
      isComplete: true,
    });
    expect((await stat(join(folder, 'uploads', sha256))).size).toBe(bytes.length);
  } finally {
    execFileSync('umount', [folder]);
  }
});

test('a resumed upload needs space on the disk only for its remaining bytes', async ({ skip }) => {
  if (!mountSmallDisk(folder)) skip('only root can mount a small disk on Linux');
  try {
    const bytes = randomBytes(700_000);
    const sha256 = computeSha256Hex(bytes);
    const store = new ModelStore(folder, 1e9);
    await store.begin(sha256, bytes.length);
    await store.append(sha256, 0, bytes.subarray(0, 500_000));
    const restarted = new ModelStore(folder, 1e9);
    expect(await restarted.begin(sha256, bytes.length)).toMatchObject({ receivedBytes: 500_000 });
  } finally {
    execFileSync('umount', [folder]);
  }
});

test('clients that begin an upload while its hash is verified wait for the complete file', async () => {
  const store = new ModelStore(folder);
  const bytes = randomBytes(16_000_000);
  const sha256 = computeSha256Hex(bytes);
  await store.begin(sha256, bytes.length);
  const verification = { isFinished: false };
  const sent = store.append(sha256, 0, bytes).finally(() => (verification.isFinished = true));
  const begun: (readonly [receivedBytes: number, isComplete: boolean])[] = [];
  while (!verification.isFinished) {
    const { receivedBytes, isComplete } = await store.begin(sha256, bytes.length);
    begun.push([receivedBytes, isComplete]);
  }
  expect(await sent).toMatchObject({ isComplete: true });
  expect(begun.at(-1)).toEqual([bytes.length, true]);
  expect(begun.filter(([receivedBytes, isComplete]) => receivedBytes === bytes.length && !isComplete)).toEqual([]);
});

test('uploads that end while space is counted for another do not make it fail', async () => {
  const store = new ModelStore(folder);
  const sendSeveral = async () => {
    for (let count = 0; count < 60; count++) await send(store, randomBytes(20_000));
  };
  await Promise.all(Array.from({ length: 8 }, sendSeveral));
  expect((await listUploads()).size).toBe(480);
});
