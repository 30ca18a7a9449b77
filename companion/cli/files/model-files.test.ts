import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTinyLlama } from '#formats/tiny/models.fixture.ts';
import { inspect } from './inspect-model.ts';
import { listModelFilesAt } from './model-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-model-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

const createManifest = (paths: readonly string[]) => JSON.stringify({ weightsManifest: [{ paths, weights: [] }] });

/** Creates the cache layout of `huggingface_hub`: files named by hash, and links to them under their names. */
async function createHubCache(): Promise<{ readonly model: string; readonly snapshot: string }> {
  const model = join(folder, 'models--org--name');
  const snapshot = join(model, 'snapshots', 'abc');
  for (const path of [join(model, 'blobs'), join(model, 'refs'), snapshot]) await mkdir(path, { recursive: true });
  await writeFile(join(model, 'refs', 'main'), 'abc');
  await writeFile(join(model, 'blobs', '0123'), createTinyLlama().bytes);
  await symlink('../../blobs/0123', join(snapshot, 'tiny.gguf'));
  await symlink('../../blobs/gone', join(snapshot, 'dangling.gguf'));
  return { model, snapshot };
}

test('lists the files that the header of a model names', async () => {
  const path = join(folder, 'model.json');
  await writeFile(path, createManifest(['a.bin', 'b.bin']));
  for (const name of ['a.bin', 'b.bin', 'other.bin']) await writeFile(join(folder, name), '');
  expect(await listModelFilesAt(path)).toEqual([path, join(folder, 'a.bin'), join(folder, 'b.bin')]);
});

test('reports a missing file that the header names', async () => {
  const path = join(folder, 'model.json');
  await writeFile(path, createManifest(['a.bin']));
  await expect(listModelFilesAt(path)).rejects.toThrow('needs the file "a.bin" next to it');
});

test('lists a file that is not a model alone', async () => {
  const path = join(folder, 'cat.onnx');
  await writeFile(path, 'an image');
  expect(await listModelFilesAt(path)).toEqual([path]);
});

test('includes the pooling configuration of sentence-transformers', async () => {
  await mkdir(join(folder, '1_Pooling'));
  for (const name of ['model.onnx', 'config.json', '1_Pooling/config.json']) await writeFile(join(folder, name), '{}');
  const names = (await listModelFilesAt(folder)).map((path) => path.slice(folder.length + 1));
  expect(names.sort()).toEqual(['1_Pooling/config.json', 'config.json', 'model.onnx']);
});

test('includes the graphs in the folder onnx of a Hub repository', async () => {
  await mkdir(join(folder, 'onnx'));
  for (const name of ['config.json', 'onnx/encoder_model.onnx']) await writeFile(join(folder, name), '{}');
  const names = (await listModelFilesAt(folder)).map((path) => path.slice(folder.length + 1).replaceAll('\\', '/'));
  expect(names.sort()).toEqual(['config.json', 'onnx/encoder_model.onnx']);
});

test('finds a model in the cache of huggingface_hub through its links', async () => {
  const { model, snapshot } = await createHubCache();
  const path = join(snapshot, 'tiny.gguf');
  for (const start of [model, snapshot, path]) expect(await listModelFilesAt(start)).toEqual([path]);
  for (const start of [model, snapshot, path]) expect(await inspect(start)).toMatchObject({ parameters: 2208 });
});
