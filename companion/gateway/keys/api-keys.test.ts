import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ApiKeys } from './api-keys.ts';

let folder: string;
let keys: ApiKeys;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-keys-'));
  keys = new ApiKeys(join(folder, 'keys'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a key is found only by its exact text', async () => {
  const key = (await keys.add('laptop', ['read', 'run']))!;
  expect(key).toMatch(/^assay-[0-9a-f]{12}-[\w-]{43}$/);
  const record = await keys.find(key);
  expect(record).toMatchObject({ name: 'laptop', scopes: ['read', 'run'] });
  expect(record).not.toHaveProperty('sha256');
  expect((await keys.list())[0]).not.toHaveProperty('sha256');
  for (const other of [
    `${key}x`,
    key.slice(0, -1),
    key.toUpperCase(),
    '',
    'assay',
    `assay-../../x-${'A'.repeat(43)}`,
  ]) {
    expect(await keys.find(other)).toBeNull();
  }
});

test('only the hash of a key is stored, in a file that only its user can read', async () => {
  const key = (await keys.add('laptop', ['run']))!;
  const [name] = await readdir(join(folder, 'keys'));
  const text = await readFile(join(folder, 'keys', name!), 'utf8');
  expect(text).not.toContain(key.slice(-43));
  if (process.platform !== 'win32') expect((await stat(join(folder, 'keys', name!))).mode & 0o777).toBe(0o600);
});

test('of concurrent additions under the same name, exactly one creates a key', async () => {
  const other = new ApiKeys(join(folder, 'keys')); // a second instance, as in another process
  const added = await Promise.all([keys, other, keys, other].map((store) => store.add('laptop', ['run'])));
  expect(added.filter((key) => key !== null)).toHaveLength(1);
  expect(await keys.list()).toHaveLength(1);
  expect(await keys.add('laptop', ['run'])).toBeNull();
  expect(await readdir(join(folder, 'keys'))).toHaveLength(1);
});

test('a key does not work after another of the same name replaced it', async () => {
  const key = (await keys.add('laptop', ['run']))!;
  await keys.remove('laptop');
  expect(await keys.find((await keys.add('laptop', ['run']))!)).not.toBeNull();
  expect(await keys.find(key)).toBeNull();
});

test('a key that is removed while it is used is not found again', async () => {
  const key = (await keys.add('laptop', ['run']))!;
  const [, removed] = await Promise.all([keys.find(key), keys.remove('laptop'), keys.find(key)]);
  expect(removed).toBe(true);
  expect(await keys.find(key)).toBeNull();
  expect(await keys.list()).toEqual([]);
  expect(await keys.remove('laptop')).toBe(false);
});

test('keys are listed with the times of their creation and last use', async () => {
  const startedAt = Date.now();
  const key = (await keys.add('laptop', ['run']))!;
  expect(await keys.list()).toMatchObject([{ name: 'laptop', lastUsedAt: null }]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await keys.find(key);
  const { createdAt, lastUsedAt } = (await keys.list())[0]!;
  expect(createdAt).toBeGreaterThanOrEqual(startedAt);
  expect(lastUsedAt).toBeGreaterThan(createdAt);
});

test('a file that is not a key is ignored', async () => {
  await keys.add('laptop', ['run']);
  await writeFile(join(folder, 'keys', 'notjson.json'), '{');
  await writeFile(join(folder, 'keys', 'other.json'), '{"name":"x"}');
  expect(await keys.list()).toHaveLength(1);
});
