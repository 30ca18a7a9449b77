import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from './run-command.fixture.ts';

const digits = join(import.meta.dirname, '../../models/digits/model.onnx');
let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'assay-export-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) => runCommand(['export', ...args]);

test('export writes a Node program with the given settings, and copies the model', async () => {
  const out = join(folder, 'node');
  const { code, printed } = await run(
    digits,
    '--to',
    'node',
    '--out',
    out,
    '--threads',
    '3',
    '--graph',
    'basic',
    '--json',
  );
  expect(code).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({
    configuration: { engine: 'ort', device: 'wasm', threads: 3, settings: { graphOptimisation: 'basic' } },
    files: ['README.md', 'package.json', 'infer.mjs', 'tensors.mjs', join('model', 'model.onnx')],
  });
  const program = await readFile(join(out, 'infer.mjs'), 'utf8');
  expect(program).toContain('"intraOpNumThreads": 3');
  expect(await readFile(join(out, 'model/model.onnx'))).toEqual(await readFile(digits));
  expect(await readFile(join(out, 'README.md'), 'utf8')).toContain('3 threads');
});

test('export uses the winner of a tuning search', async () => {
  const tuned = join(folder, 'tuning.json');
  const winner = {
    host: 'page',
    engine: 'ort',
    device: 'wasm',
    threads: 2,
    settings: { graphOptimisation: 'extended' },
  };
  await writeFile(tuned, JSON.stringify({ winner }));
  const { printed } = await run(digits, '--to', 'triton', '--out', join(folder, 'triton'), '--tuned', tuned, '--json');
  expect(JSON.parse(printed)).toMatchObject({ configuration: winner });
  const config = await readFile(join(folder, 'triton/model_repository/model/config.pbtxt'), 'utf8');
  expect(config).toContain('optimization { graph { level: 1 } }');
});

test.for([
  [['--to', 'node'], '--out is required'],
  [['--to', 'rust', '--out', 'x'], '--to must be one of page, node'],
  [['--to', 'llama-server', '--out', 'x'], 'can be exported to page, node, python, container, triton, kserve, mobile'],
  [['--to', 'node', '--out', 'x', '--device', 'npu'], 'run on wasm, webgpu'],
  [['--to', 'node', '--out', 'x', '--gpu-layers', '3'], '--gpu-layers is not a setting of ort on wasm'],
  [['--to', 'node', '--out', 'x', '--tuned', digits], 'cannot be read as JSON'],
] as const)('rejects the arguments %j: %s', async ([args, message]) => {
  const { code, logged } = await run(digits, ...args);
  expect(code).toBe(2);
  expect(logged).toContain(message);
});
