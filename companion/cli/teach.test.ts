import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findSkipReason } from '../engines/engine-under-test.fixture.ts';
import { encodePng } from './files/png.ts';
import type { TeachResult } from './native/teach-folder.ts';
import { runCommand } from './run-command.fixture.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-teach-'));
  for (const [label, width] of Object.entries({ narrow: 2, wide: 8 })) {
    await mkdir(join(folder, 'data', label), { recursive: true });
    for (let index = 0; index < 6; index++) {
      const stripes = encodePng(32, 32, (x) => (Math.floor(x / width) % 2 ? 200 + index : 20));
      await writeFile(join(folder, 'data', label, `${index}.png`), stripes);
    }
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const skipReason = await findSkipReason('ort');
test.skipIf(skipReason !== '')(
  `trains a folder of classes, writes the model and trains it further ${skipReason}`,
  async () => {
    const [data, out, again] = ['data', 'out.onnx', 'again.onnx'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const first = await runCommand(['teach', '--data', data, '--out', out, '--augment', 'none', '--json']);
    expect(first.code).toBe(0);
    const taught = JSON.parse(first.printed) as TeachResult;
    expect(taught).toMatchObject({ labels: ['narrow', 'wide'], pictures: 12, heldOut: 2, accuracy: 1 });
    expect(taught.features).toEqual({ kind: 'penultimate', tensor: 'Flatten_16', name: 'Flatten_16', length: 384 });

    const second = await runCommand([
      'teach',
      '--data',
      data,
      '--model',
      out,
      '--out',
      again,
      '--augment',
      'none',
      '--json',
    ]);
    expect(JSON.parse(second.printed)).toMatchObject({ comparison: { baseline: 'head', before: 1, isAccepted: true } });
    expect((await stat(again)).size).toBeLessThan(1.01 * (await stat(out)).size);
  },
);

test('rejects a class with too few images by its name', async () => {
  const data = join(folder, 'few');
  await mkdir(join(data, 'a'), { recursive: true });
  await mkdir(join(data, 'b'), { recursive: true });
  for (const name of ['a/1.png', 'b/1.png'])
    await writeFile(
      join(data, name),
      encodePng(1, 1, () => 0),
    );
  const { code, logged } = await runCommand(['teach', '--data', data, '--out', join(folder, 'few.onnx')]);
  expect(code).toBe(2);
  expect(logged).toContain('the class "a" has 1 image; each class needs at least 5');
});
