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

test('a key is found by its text only, with its scopes', async () => {
  const key = (await keys.add('laptop', ['read', 'run']))!;
  expect(key).toMatch(/^assay-[0-9a-f]{12}-[\w-]{43}$/);
  expect(await keys.find(key)).toMatchObject({ name: 'laptop', scopes: ['read', 'run'] });
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

test('names are unique, and a removed key is not found, even if it is used at that moment', async () => {
  const key = (await keys.add('laptop', ['run']))!;
  expect(await keys.add('laptop', ['run'])).toBeNull();
  const [, removed] = await Promise.all([keys.find(key), keys.remove('laptop'), keys.find(key)]);
  expect(removed).toBe(true);
  expect(await keys.find(key)).toBeNull();
  expect(await keys.list()).toEqual([]);
  expect(await keys.remove('laptop')).toBe(false);
});

test('the list contains when a key was created and last used', async () => {
  const before = Date.now();
  const key = (await keys.add('laptop', ['run']))!;
  expect(await keys.list()).toMatchObject([{ name: 'laptop', lastUsedAt: null }]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await keys.find(key);
  const { createdAt, lastUsedAt } = (await keys.list())[0]!;
  expect(createdAt).toBeGreaterThanOrEqual(before);
  expect(lastUsedAt).toBeGreaterThan(createdAt);
});

test('a file that is not a key is ignored', async () => {
  await keys.add('laptop', ['run']);
  await writeFile(join(folder, 'keys', 'notjson.json'), '{');
  await writeFile(join(folder, 'keys', 'other.json'), '{"name":"x"}');
  expect(await keys.list()).toHaveLength(1);
});
