import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { whySkipped } from '../engines/engine-under-test.fixture.ts';
import { main } from './main.ts';
import type { OptimisedFile } from './native/optimise-file.ts';

const model = 'models/cifar10/model.onnx';
let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'assay-optimise-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(args: readonly string[], signal = new AbortController().signal) {
  const [printed, logged]: [string[], string[]] = [[], []];
  const app = () => Promise.reject(new Error('no app is needed'));
  const context = { print: (text: string) => void printed.push(text), log: (line: string) => void logged.push(line) };
  const exitCode = await main(['optimise', ...args], { ...context, signal, app });
  return { exitCode, printed: printed.join('\n'), logged: logged.join('\n') };
}

const why = await whySkipped('ort');
test.skipIf(why !== '')(`a recipe that is printed gives the same bytes again ${why}`, async () => {
  const [first, second, recipe] = ['a.onnx', 'b.onnx', 'recipe.json'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const made = await run([model, '--scheme', 'float16', '--out', first, '--json']);
  expect(made.exitCode).toBe(0);
  const result = JSON.parse(made.printed) as OptimisedFile;
  // The digest that models/cifar10/model.json states.
  expect(result.parent.sha256).toBe('642f5f6172fd11034078684dac13a02ca82fc94b7dc7b08846317cfe65dbb293');
  expect(result.sizeBytes / result.parent.sizeBytes).toBeLessThan(0.51);
  expect(result.outputs![0]!.sqnrDb).toBeGreaterThan(40);
  await writeFile(recipe, JSON.stringify(result.recipe));
  expect((await run([model, '--recipe', recipe, '--out', second])).exitCode).toBe(0);
  expect((await readFile(first)).equals(await readFile(second))).toBe(true);
});

test.skipIf(why !== '')(`the most sensitive nodes are left unchanged until a goal holds ${why}`, async () => {
  const out = join(folder, 'mixed.onnx');
  const made = await run([
    model,
    '--scheme',
    'dynamic-int8:operators=["Conv","Gemm"]',
    '--exclude',
    'Conv_13',
    '--min-sqnr',
    '55',
    '--out',
    out,
    '--json',
  ]);
  const { sensitivities = [], excluded = [], outputs } = JSON.parse(made.printed) as OptimisedFile;
  expect(sensitivities).toHaveLength(6);
  expect(sensitivities.map(({ node }) => node)).not.toContain('Conv_13');
  expect(excluded).toEqual(sensitivities.slice(0, excluded.length).map(({ node }) => node));
  expect(excluded.length).toBeGreaterThan(0);
  expect(excluded.length).toBeLessThan(6);
  expect(outputs![0]!.sqnrDb).toBeGreaterThanOrEqual(55);
});

test('a command that is stopped leaves nothing behind', async () => {
  const before = await readdir(folder);
  const stopped = run([model, '--scheme', 'float16', '--out', join(folder, 'c.onnx')], AbortSignal.abort());
  await expect(stopped).rejects.toThrow('aborted');
  expect(await readdir(folder)).toEqual(before);
});

test.for([
  [[model], '--out is required'],
  [[model, '--out', model], 'is the model itself'],
  [[model, '--out', 'x.onnx', '--scheme', 'int3'], '--scheme is "int3"; there are channel-pruning, dynamic-int8'],
  [
    [model, '--out', 'x.onnx', '--scheme', 'weight-only:bits=3'],
    'field steps[8].bits is missing or invalid; it can be 2, 4, 8',
  ],
  [[model, '--out', 'x.onnx', '--min-sqnr', '20'], '--min-sqnr needs --scheme'],
  [[model, '--out', 'x.onnx', '--scheme', 'float16', '--min-sqnr', 'x'], '--min-sqnr is "x"; expected decibels'],
  [[model, '--out', 'x.onnx', '--gates', 'basic'], '--gates and --data need each other'],
] as const)('optimise %j is rejected: %s', async ([args, message]) => {
  const { exitCode, logged } = await run(args);
  expect([exitCode > 0, logged]).toEqual([true, expect.stringContaining(message)]);
});
