import { beforeEach, expect, test, vi } from 'vitest';
import type { LinkedModel } from '#bridge/session-contract.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { stores } from '../fakes/store-handle.fixture.ts';
import { setPendingFiles } from '../shell/file-handoff.ts';
import { findFilesToChooseAgain, openLinkedModel, findFilesFromOtherPage } from './reopen-model.ts';

vi.mock('#bridge/store-handle.ts', () => import('../fakes/store-handle.fixture.ts'));

const file = new File(['x'], 'net.onnx');

function createLinkedModel(permission: PermissionState): LinkedModel {
  const handle = { name: file.name, getFile: async () => file, queryPermission: async () => permission };
  const { size: sizeBytes, lastModified: modifiedAt } = file;
  return { id: 'net.onnx', files: [{ handle: handle as never, sizeBytes, modifiedAt }], usedAt: 0 };
}

/** Opens the model of a link with `linked=net.onnx`, when these linked models are stored. */
async function findModel(...linked: readonly LinkedModel[]) {
  const finding = openLinkedModel('net.onnx');
  const store = stores.at(-1)!;
  store.listLinkedFiles = async () => linked;
  store.starts.at(-1)?.answer([]);
  await flushPromises();
  store.changes.at(-1)?.answer();
  return finding;
}

beforeEach(() => vi.stubGlobal('history', { state: null, replaceState() {} }));

test('a linked model with permission opens at once', async () => {
  expect(await findModel(createLinkedModel('granted'))).toEqual([file]);
});

test('a linked model without permission opens after a click', async () => {
  const model = createLinkedModel('prompt');
  expect(await findModel(model)).toEqual({ kind: 'linked', model });
});

test('the files of an unknown linked model must be chosen again', async () => {
  expect(await findModel()).toEqual({ kind: 'files', names: ['net.onnx'] });
});

test('files of another page are used, unless the history entry names other files', () => {
  setPendingFiles([file]);
  expect(findFilesFromOtherPage(null)).toEqual([file]);
  expect(findFilesFromOtherPage('another.onnx')).toEqual([]);
  expect(findFilesToChooseAgain()).toBeNull();
  vi.stubGlobal('history', { state: { files: ['other.onnx'] } });
  expect(findFilesFromOtherPage(null)).toEqual([]);
  expect(findFilesToChooseAgain()).toEqual({ kind: 'files', names: ['other.onnx'] });
});
