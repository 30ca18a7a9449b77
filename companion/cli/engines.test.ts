import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runCommand } from './run-command.fixture.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'assay-engines-'));
  vi.stubEnv('ASSAY_HOME', home);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(home, { recursive: true });
});

const runAssay = (...args: string[]) => runCommand(args);

test('engines lists every package with its state and the command that adds it', async () => {
  const { code, printed } = await runAssay('engines', '--json');
  expect(code).toBe(0);
  const listed = JSON.parse(printed) as { id: string; state: string; message: string; action: string | null }[];
  expect(listed.map(({ id }) => id)).toEqual(expect.arrayContaining(['ort', 'openvino', 'litert', 'llama', 'pnnx']));
  for (const { id, state, message, action } of listed) {
    expect(message).not.toBe('');
    if (state === 'missing') expect(action).toBe(`npm run assay -- engines add ${id}`);
    else expect(action === null).toBe(state === 'ready');
  }
  expect((await runAssay('engines')).printed).toContain('npm run assay -- engines add pnnx (');
});

test.each([
  [['add'], 'expected the name of an engine'],
  [['add', 'openvin'], 'there is no engine "openvin"; available: ort, '],
  [['rm', 'litert'], 'litert is not installed'],
  [['--library', 'x.so'], '--library is only used with add'],
  [['add', 'litert', '--library', '/no/such.so'], 'there is no file "/no/such.so"'],
  [['remove', 'litert'], 'unknown action "remove"; expected add or rm'],
])('engines %j is rejected: %s', async (args, message) => {
  const { code, logged } = await runAssay('engines', ...args);
  expect(code).toBe(2);
  expect(logged).toContain(message);
});

test('rejects a file that is not a shared library with the loader’s reason', async () => {
  const { code, logged } = await runAssay('engines', 'add', 'litert', '--library', 'package.json');
  expect(code).toBe(1);
  expect(logged).toMatch(/^litert was rejected: .+\. Nothing was installed.*\(engine-rejected\)$/);
});
