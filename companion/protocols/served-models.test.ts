import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenOptions, Runtime } from '#core/engine/runtime.ts';
import { defaultBatching } from '../gateway/sessions/batching/batch-settings.ts';
import { ModelMemory } from '../gateway/sessions/model-memory.ts';
import { ModelStore } from '../gateway/sessions/model-store.ts';
import type { HostedTensorSession } from '../gateway/sessions/open-model.ts';
import { ServedModels } from './served-models.ts';

/** A call of the engine, which completes when the test calls `finish`. */
interface Call {
  readonly options: OpenOptions;
  readonly finish: () => void;
}

let folder: string;
let openings: Call[];
let closings: Call[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-served-models-'));
  [openings, closings] = [[], []];
  await mkdir(join(folder, 'models'));
  for (const name of ['a.onnx', 'b.onnx']) await writeFile(join(folder, 'models', name), new Uint8Array(60));
});

afterEach(() => rm(folder, { recursive: true }));

const waitForTest = (calls: Call[], options: OpenOptions) =>
  new Promise<void>((resolve) => calls.push({ options, finish: resolve }));

const runtime: Runtime<HostedTensorSession> = {
  id: 'ort',
  async open(_, options) {
    await waitForTest(openings, options);
    const facts = { engineVersion: '1', build: 'test', device: 'cpu', threads: 1, failedDevices: [] } as const;
    return {
      kind: 'tensor',
      facts: { ...facts, engine: 'ort', createMs: 1, inputs: [], outputs: [] },
      run: () => Promise.resolve({}),
      memory: () => Promise.resolve({}),
      close: () => waitForTest(closings, options),
    };
  },
};

const createModels = (maxMemoryBytes = 1000) =>
  new ServedModels({
    engines: { list: () => Promise.resolve([]), runtimes: { ort: runtime } },
    store: new ModelStore(folder),
    memory: new ModelMemory(maxMemoryBytes),
    batching: defaultBatching,
    remote: { list: () => Promise.resolve([]), findEngine: () => Promise.resolve(null) },
  });

/** Waits until the engine has received `count` of these calls, and completes the last one. */
async function finish(calls: () => readonly Call[], count: number): Promise<void> {
  await expect.poll(() => calls().length).toBe(count);
  calls()[count - 1]!.finish();
}

const callModel = (models: ServedModels, name: string) =>
  models.withModel(name, 'tensor', () => Promise.resolve('used'));

test('fails a call whose model is unloaded while it opens, and does not reopen the model', async () => {
  const models = createModels();
  const call = callModel(models, 'a.onnx');
  await expect.poll(() => openings.length).toBe(1);
  const unload = models.unload('a.onnx');
  await expect.poll(async () => (await models.find('a.onnx')).state).toBe('unloaded');
  const rejected = expect(call).rejects.toMatchObject({ facts: { reason: 'model-unloaded' } });
  await finish(() => openings, 1);
  await rejected;
  await finish(() => closings, 1);
  await unload;
  expect(openings.length).toBe(1);
});

test('keeps the newer session of a model when its closing session is evicted', async () => {
  const models = createModels(150); // enough for two models of 60 bytes
  const first = callModel(models, 'a.onnx');
  await finish(() => openings, 1);
  await first;
  const load = models.load('a.onnx', { threads: 3 }); // closes the first session
  await expect.poll(() => closings.length).toBe(1);
  const second = callModel(models, 'a.onnx');
  await finish(() => openings, 2);
  await second;
  const other = callModel(models, 'b.onnx'); // needs the memory of the first session
  await finish(() => closings, 2);
  closings[0]!.finish();
  await finish(() => openings, 3);
  await Promise.all([load, other]);
  expect(await callModel(models, 'a.onnx')).toBe('used');
  expect(openings.map(({ options }) => options.threads)).toEqual([undefined, 3, undefined]);
});
