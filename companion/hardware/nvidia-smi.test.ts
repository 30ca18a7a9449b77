import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readNvidiaGpus } from './nvidia-smi.ts';

/** Writes a program that prints `output` as nvidia-smi would. */
async function createProgram(output: string, exitCode = 0): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-nvidia-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const program = join(folder, 'nvidia-smi');
  await writeFile(program, `#!/bin/sh\ncat <<'END'\n${output}\nEND\nexit ${exitCode}\n`, { mode: 0o755 });
  return program;
}

test.skipIf(process.platform === 'win32')('reads one GPU per line, and nothing for values in brackets', async () => {
  const program = await createProgram(
    '0, NVIDIA GeForce RTX 4090, 550.54.14, 24564, 38, 21.52\n1, Tesla M10, 550.54.14, 8192, 41, [Not Supported]',
  );
  const driver = '550.54.14';
  expect(await readNvidiaGpus(program)).toEqual([
    {
      index: 0,
      name: 'NVIDIA GeForce RTX 4090',
      driver,
      memoryBytes: 24_564 * 2 ** 20,
      temperatureC: 38,
      powerWatts: 21.52,
    },
    { index: 1, name: 'Tesla M10', driver, memoryBytes: 8 * 2 ** 30, temperatureC: 41, powerWatts: null },
  ]);
});

test.skipIf(process.platform === 'win32')('reads a number with two points as unknown', async () => {
  const program = await createProgram('0, Card, 550.54.14, 1.2.3, 38, .');
  expect(await readNvidiaGpus(program)).toMatchObject([{ memoryBytes: null, temperatureC: 38, powerWatts: null }]);
});

test.skipIf(process.platform === 'win32').each([
  ['is not installed', 'no-such-program'],
  ['finds none', () => createProgram('')],
  ['fails', () => createProgram('0, Card, 550.54.14, 1, 38, 1', 9)],
])('returns null if nvidia-smi %s', async (_, program) => {
  expect(await readNvidiaGpus(typeof program === 'string' ? program : await program())).toBeNull();
});
