import { afterEach, expect, test, vi } from 'vitest';
import { rememberHandle } from './files/file-handles.ts';
import { toLinkedFiles, openLinkedFiles, pickLinkedFiles } from './linked-files.ts';

// Handles of the origin-private file system are real; only the prompts to the user are mocked.
type Permission = 'queryPermission' | 'requestPermission';
const permissions = FileSystemHandle.prototype as unknown as Record<Permission, () => Promise<PermissionState>>;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function writeFile(name: string, content: string): Promise<FileSystemFileHandle> {
  const handle = await (await navigator.storage.getDirectory()).getFileHandle(name, { create: true });
  const writing = await handle.createWritable();
  await writing.write(content);
  await writing.close();
  return handle;
}

function mockPicker(answer: () => Promise<FileSystemFileHandle[]>) {
  const picker = vi.fn(answer);
  vi.stubGlobal('showOpenFilePicker', picker);
  return picker;
}

/** Picks the files of these handles and links them. */
async function linkPicked(...handles: FileSystemFileHandle[]) {
  mockPicker(async () => handles);
  return toLinkedFiles(await pickLinkedFiles()) ?? [];
}

test('files with a handle can be linked with their size and date, and files without one cannot', async () => {
  const handle = await writeFile('picked.gguf', 'weights');
  const picker = mockPicker(async () => [handle]);
  const files = await pickLinkedFiles();
  expect(picker).toHaveBeenCalledWith({ multiple: true });
  expect(await files[0]?.text()).toBe('weights');
  const { lastModified } = await handle.getFile();
  expect(toLinkedFiles(files)).toEqual([{ handle, sizeBytes: 7, modifiedAt: lastModified }]);
  const withoutHandle = new File(['tokens'], 'tokenizer.json');
  expect(toLinkedFiles([...files, withoutHandle])).toBeNull();
  rememberHandle(withoutHandle, handle);
  expect(toLinkedFiles([...files, withoutHandle])).toHaveLength(2);
});

test('a cancelled picker returns no files, and a blocked picker throws', async () => {
  mockPicker(async () => {
    throw new DOMException('The user aborted a request.', 'AbortError');
  });
  expect(await pickLinkedFiles()).toEqual([]);
  mockPicker(async () => {
    throw new DOMException('Cross origin sub frames are not allowed', 'SecurityError');
  });
  await expect(pickLinkedFiles()).rejects.toThrow('Cross origin');
});

test('permission is requested only if needed, and for all files at once', async () => {
  const files = await linkPicked(await writeFile('one.gguf', '1'), await writeFile('two.gguf', '2'));
  const request = vi.spyOn(permissions, 'requestPermission');
  expect((await openLinkedFiles(files, false)).map(({ name }) => name)).toEqual(['one.gguf', 'two.gguf']);
  expect(request).not.toHaveBeenCalled();

  vi.spyOn(permissions, 'queryPermission').mockResolvedValue('prompt');
  const { promise: answer, resolve } = Promise.withResolvers<PermissionState>();
  request.mockReturnValue(answer);
  const opening = openLinkedFiles(files, false);
  await expect.poll(() => request.mock.calls.length).toBe(2);
  resolve('granted');
  const opened = await opening;
  expect(await Promise.all(opened.map((file) => file.text()))).toEqual(['1', '2']);
  expect(toLinkedFiles(opened)).toEqual(files); // they can be linked again
});

test('a denied permission is reported, whether the browser returns a state or throws', async () => {
  const files = await linkPicked(await writeFile('one.gguf', '1'));
  const rejection = { code: 'file-permission-denied', facts: { file: 'one.gguf' } };
  vi.spyOn(permissions, 'queryPermission').mockResolvedValue('prompt');
  const request = vi.spyOn(permissions, 'requestPermission');
  for (const answer of ['denied', 'prompt'] as const) {
    request.mockResolvedValue(answer);
    await expect(openLinkedFiles(files, false)).rejects.toMatchObject(rejection);
  }
  request.mockRejectedValue(new DOMException('User activation is required', 'SecurityError'));
  await expect(openLinkedFiles(files, false)).rejects.toMatchObject(rejection);
  request.mockResolvedValue('granted');
  const read = vi.spyOn(FileSystemFileHandle.prototype, 'getFile');
  read.mockRejectedValue(new DOMException('The request is not allowed', 'NotAllowedError'));
  await expect(openLinkedFiles(files, false)).rejects.toMatchObject(rejection);
});

test('a missing file is reported by its name', async () => {
  const files = await linkPicked(await writeFile('here.gguf', '1'), await writeFile('gone.gguf', '2'));
  await (await navigator.storage.getDirectory()).removeEntry('gone.gguf');
  await expect(openLinkedFiles(files, true)).rejects.toMatchObject({ code: 'file-gone', facts: { file: 'gone.gguf' } });
});

test('a changed file is reported with its new size and date, and opens if changes are allowed', async () => {
  const files = await linkPicked(await writeFile('mine.gguf', 'old'));
  const now = await (await writeFile('mine.gguf', 'newer')).getFile();
  const facts = { file: 'mine.gguf', sizeBytes: 5, modifiedAt: now.lastModified };
  await expect(openLinkedFiles(files, false)).rejects.toMatchObject({ code: 'file-changed', facts });
  const opened = await openLinkedFiles(files, true);
  expect(await opened[0]?.text()).toBe('newer');
  expect(await openLinkedFiles(toLinkedFiles(opened) ?? [], false)).toHaveLength(1);
});

test('a rewritten file of the same size is a changed file', async () => {
  const [file] = await linkPicked(await writeFile('mine.gguf', 'old'));
  if (!file) throw new Error('no file');
  const files = [{ ...file, modifiedAt: file.modifiedAt - 1 }];
  await expect(openLinkedFiles(files, false)).rejects.toMatchObject({ code: 'file-changed' });
});
