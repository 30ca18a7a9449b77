import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFolder } from '../../../scripts/dataset-files.fixture.ts';
import { watchFiles, type FileStates } from './watched-files.ts';

test('rejects a file that changed after it was first opened, also in a resumed run', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-'));
  try {
    await writeFile(join(folder, 'a.jpg'), 'one');
    const states: FileStates = new Map();
    const [file] = watchFiles(await readFolder(folder), states);
    expect((await file!.open()).size).toBe(3);
    expect((await file!.open()).size).toBe(3);
    await writeFile(join(folder, 'a.jpg'), 'two or more');
    const changed = { code: 'dataset-unclear', facts: { reason: 'dataset-file-changed', file: 'a.jpg' } };
    await expect(file!.open()).rejects.toMatchObject(changed);
    const [resumed] = watchFiles(await readFolder(folder), new Map(states));
    await expect(resumed!.open()).rejects.toMatchObject(changed);
  } finally {
    await rm(folder, { recursive: true });
  }
});
