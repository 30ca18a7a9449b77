import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { placeOnDisk, removeStaleCopies } from './model-on-disk.ts';

let temporary: string;
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'assay-test-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(temporary, { recursive: true });
});

test('removes the model copies that a killed program left behind', async () => {
  const model = { id: 'm', entry: 'm.onnx', files: new Map([['m.onnx', new Uint8Array([1])]]) };
  const copy = await placeOnDisk(model);
  const staleCopy = join(temporary, 'assay-model-4194305-x'); // above Linux's largest process id
  const other = join(temporary, 'other');
  for (const path of [staleCopy, other]) await mkdir(path);
  await removeStaleCopies();
  expect([copy.folder, staleCopy, other].map((path) => existsSync(path))).toEqual([true, false, true]);
  await copy.remove();
  expect(existsSync(copy.folder)).toBe(false);
});
