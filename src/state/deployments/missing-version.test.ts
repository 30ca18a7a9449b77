import { beforeEach, expect, test, vi } from 'vitest';
import type { StoredModel } from '#core/model/stored-model.ts';
import type { Version } from '#deploy/deployment.ts';
import { computeSha256Hex } from '#core/encoding/sha256.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { stores, type StoreHandle } from '../fakes/store-handle.fixture.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { loadVersionModel } from './open-version.ts';
import { getRestoration, listMissingVersions, restoreVersion } from './missing-version.ts';

vi.mock('#bridge/store-handle.ts', () => import('../fakes/store-handle.fixture.ts'));
vi.mock('./model-files.ts', () => ({
  listModelFiles: async () => [],
  hashModelFiles: async (files: readonly File[]) =>
    Promise.all(
      files.map(async ({ name, size }, index) => ({ name, sizeBytes: size, sha256: await hash(files[index]!) })),
    ),
}));

const hash = async (file: File) => computeSha256Hex(new Uint8Array(await file.arrayBuffer()));

const id = 'mine.onnx (0a1b2c3d)';
/** The SHA-256 of the text `bytes`, by `sha256sum`. */
const digest = '277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9';
const stored: StoredModel = {
  id,
  entry: 'mine.onnx',
  source: 'file',
  files: [{ name: 'mine.onnx', sizeBytes: 5, sha256: digest }],
  addedAt: 0,
  usedAt: 0,
  isPinned: false,
};
const createVersion = (number: number, query: string, model: string): Version => ({
  number,
  link: `#/run?task=digits${query}`,
  model,
  files: stored.files,
  engine: 'ort',
  device: 'wasm',
  threads: 1,
  note: '',
  addedAtMs: 0,
});
const copy = createVersion(2, `&${new URLSearchParams({ model: id })}`, id);
const fromHub = createVersion(3, '&model=maker/model:digits.onnx', 'maker/model:digits.onnx');
const linked = createVersion(4, '&linked=other.onnx', 'other.onnx');
const all = [createVersion(1, '', 'digits'), copy, fromHub, linked];
let store: StoreHandle;

async function listMissing(models: readonly StoredModel[]): Promise<readonly number[]> {
  const listing = listMissingVersions(all);
  [store] = stores.slice(-1) as [StoreHandle];
  store.stored = models;
  store.starts.at(-1)?.answer([]);
  return listing;
}

beforeEach(() => void listMissing([]));

test('versions are missing if their model is neither bundled, stored nor linked', async () => {
  expect(await listMissing([])).toEqual([2, 3, 4]);
  expect(await listMissing([stored])).toEqual([3, 4]);
});

test('opening a missing version fails because the model is not stored, not because its files changed', async () => {
  const opening = loadVersionModel(copy);
  store.starts.at(-1)?.answer([]);
  await expect(opening).rejects.toMatchObject({ code: 'model-not-stored', facts: { model: id } });
});

test('a model with an origin is downloaded again, and others are restored from files', () => {
  expect([copy, fromHub, linked].map(getRestoration)).toEqual(['files', 'download', 'linked-files']);
});

test('a renamed file with the SHA-256 of the deployed one is stored under its former name', async () => {
  const restoring = restoreVersion(copy, [new File(['bytes'], 'renamed.onnx')]);
  await vi.waitFor(() => expect(store.copies.at(-1)?.request.map(({ name }) => name)).toEqual(['mine.onnx']));
  store.copies.at(-1)?.answer(stored);
  await restoring;
});

test('a file with another SHA-256 is rejected before it is stored', async () => {
  const restoring = restoreVersion(copy, [new File(['other'], 'mine.onnx')]);
  await expect(restoring).rejects.toMatchObject({
    code: 'deployment-changed',
    facts: { reason: 'other-model-files', version: 2 },
  });
  await flushPromises();
  expect(store.copies.filter(({ request }) => request.some(({ size }) => size !== 5))).toEqual([]);
  expect(storedModels.errors[id]).toBeUndefined();
});
