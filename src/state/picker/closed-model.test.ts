import { beforeEach, expect, test, vi } from 'vitest';
import type { LinkedModel } from '#bridge/contract.ts';
import { flushPromises, stores } from '../fake-handles.fixture.ts';
import { setPendingFiles } from '../shell/file-handoff.ts';
import { closedFiles, findLinked, handedFiles } from './closed-model.ts';

vi.mock('#bridge/store-handle.ts', () => import('../fake-handles.fixture.ts'));

const file = new File(['x'], 'net.onnx');

function linkedModel(permission: PermissionState): LinkedModel {
  const handle = { name: file.name, getFile: async () => file, queryPermission: async () => permission };
  const { size: sizeBytes, lastModified: modifiedAt } = file;
  return { id: 'net.onnx', files: [{ handle: handle as never, sizeBytes, modifiedAt }], usedAt: 0 };
}

/** What the page finds for `linked=net.onnx`. */
async function found(...linked: readonly LinkedModel[]) {
  const finding = findLinked('net.onnx');
  const store = stores.at(-1)!;
  store.linkedFiles = async () => linked;
  store.starts.at(-1)?.answer([]);
  await flushPromises();
  store.changes.at(-1)?.answer();
  return finding;
}

beforeEach(() => vi.stubGlobal('history', { state: null, replaceState() {} }));

test('a linked model opens at once with permission, otherwise after a click; one that is unknown is chosen again', async () => {
  expect(await found(linkedModel('granted'))).toEqual([file]);
  const model = linkedModel('prompt');
  expect(await found(model)).toEqual({ kind: 'linked', model });
  expect(await found()).toEqual({ kind: 'files', names: ['net.onnx'] });
});

test('files of another page are used unless the history entry is for others, which are asked for by name', () => {
  setPendingFiles([file]);
  expect(handedFiles(null)).toEqual([file]);
  expect(handedFiles('another.onnx')).toEqual([]);
  expect(closedFiles()).toBeNull();
  vi.stubGlobal('history', { state: { files: ['other.onnx'] } });
  expect(handedFiles(null)).toEqual([]);
  expect(closedFiles()).toEqual({ kind: 'files', names: ['other.onnx'] });
});
