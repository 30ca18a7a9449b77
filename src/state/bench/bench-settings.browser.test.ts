import { expect, test, vi } from 'vitest';
import type { FormatId } from '#core/model/model-facts.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { modelCreatorsByFormat } from '#formats/tiny/models.fixture.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { BenchSettings } from './bench-settings.svelte.ts';

async function chooseFiles(...names: string[]): Promise<BenchSettings> {
  const settings = new BenchSettings('#/bench');
  await settings.choose(names.map((name) => new File(['x'], name)));
  return settings;
}

/** A model whose file name does not identify its format. */
const createUnnamedFile = (format: FormatId) => [new File([modelCreatorsByFormat[format][0]!().bytes], 'weights')];

test.each([
  [['net.onnx'], ['ort']],
  [['net.onnx', 'config.json'], ['ort']],
  [['net.tflite'], ['litert']],
  [['model.json', 'group1-shard1of1.bin'], ['tfjs']],
  [['net.gguf'], ['wllama', 'ort-text']],
  [['mlc-chat-config.json', 'params_shard_0.bin'], ['webllm']],
] as const)('for the files %j the engines %j are offered, the first by default', async (names, engines) => {
  const [engine] = engines;
  const settings = await chooseFiles(...names);
  expect(settings.target.engineIds).toEqual(engines);
  const isText = engine === 'wllama' || engine === 'webllm';
  expect(settings.target).toMatchObject({ engine, isText });
});

test('files of a format that no engine can open are rejected before a run', async () => {
  const settings = await chooseFiles('net.safetensors');
  expect(settings).toMatchObject({ target: { engineIds: [] }, isReady: false });
  expect(settings.unsupported).toMatchObject({
    code: 'model-unknown',
    facts: { model: 'net.safetensors', detectedAs: 'safetensors' },
  });
  settings.model.kind = 'workload';
  expect(settings).toMatchObject({ unsupported: null, target: { isText: false }, isReady: true });
});

test('choosing a model whose engine does not support the device resets the device', async () => {
  const settings = new BenchSettings('#/bench?file=1&engine=wllama&device=wasm&threads=1&context=512');
  expect(settings.request).toMatchObject({ engine: 'wllama', device: 'wasm', threads: 1, contextLength: 512 });
  await settings.choose([new File(['x'], 'mlc-chat-config.json')]);
  expect(settings.target).toMatchObject({ engine: 'webllm', device: null });
});

test.each([
  ['onnx', ['ort']],
  ['tflite', ['litert']],
  ['gguf', ['wllama', 'ort-text']],
] as const)(
  'a %s file without an extension is recognised by its header, and the engines %j are offered',
  async (format, engines) => {
    const settings = new BenchSettings('#/bench?file=1&engine=ort');
    const choosing = settings.choose(createUnnamedFile(format));
    expect(settings).toMatchObject({ target: { engineIds: [] }, unsupported: null, isReady: false });
    expect(await choosing).toBe(true);
    expect(settings.target).toMatchObject({ engineIds: engines, engine: engines[0] });
    expect(settings.unsupported?.code).not.toBe('model-unknown');
  },
);

/** A model with a dynamic batch size and length. */
function createFreeModel(): File {
  const graph = createGraphBuilder('free');
  graph.output(graph.node('Relu', [graph.input('x', 'float32', ['batch', 'length'])]), 'float32', ['batch', 'length']);
  return new File([writeOnnx(graph.model(17))], 'free.onnx');
}

test('sizes of free dimensions are suggested before a run, unless they were entered', async () => {
  const id = 'maker/model:free.onnx';
  const loadFiles = vi.spyOn(storedModels, 'loadFiles').mockResolvedValue([createFreeModel()]);
  const settings = new BenchSettings('#/bench');
  await settings.choose([createFreeModel()]);
  expect(settings.model.resolveSizes({})).toEqual({ length: 512 });
  expect(settings.request.dimensions).toEqual({ length: 512 });
  settings.model.kind = 'workload';
  await settings.change();
  expect(settings.request.dimensions).toBeUndefined();
  await settings.pick({ kind: 'model', id });
  expect(loadFiles).toHaveBeenCalledWith(id);
  expect(settings.model.resolveSizes({})).toEqual({ length: 512 });
  settings.model.sizes['length'] = 64;
  expect(settings.request).toMatchObject({ subject: { kind: 'model', id }, dimensions: { length: 64 } });
  await settings.pick({ kind: 'model', id: 'digits' });
  expect(settings.request.dimensions).toBeUndefined();
  loadFiles.mockRestore();
});

test('a model without a file that its header names is rejected with that name', async () => {
  const settings = new BenchSettings('#/bench');
  await settings.choose(createUnnamedFile('tfjs'));
  expect(settings).toMatchObject({ target: { engine: 'tfjs' }, isReady: false });
  expect(settings.unsupported?.facts).toMatchObject({ reason: 'file-missing', file: expect.stringMatching(/\.bin$/) });
});

test('a file whose header shows a format that no engine opens is rejected before a run', async () => {
  const settings = new BenchSettings('#/bench');
  await settings.choose(createUnnamedFile('safetensors'));
  expect(settings).toMatchObject({ target: { engineIds: [] }, isReady: false });
  expect(settings.unsupported).toMatchObject({
    code: 'model-unknown',
    facts: { model: 'weights', detectedAs: 'safetensors' },
  });

  const text = await chooseFiles('notes');
  expect(text).toMatchObject({ target: { engineIds: [], isText: false }, isReady: false });
  expect(text.unsupported).toMatchObject({ code: 'model-unknown', facts: { model: 'notes', detectedAs: 'text' } });
});

test('a valid file can be run, and a truncated one is rejected before a run', async () => {
  const { bytes } = modelCreatorsByFormat.onnx[0]!();
  const settings = new BenchSettings('#/bench');
  await settings.choose([new File([bytes], 'net.onnx')]);
  expect(settings).toMatchObject({ unsupported: null, isReady: true });
  await settings.choose([new File([bytes.slice(0, bytes.length - 9)], 'net.onnx')]);
  expect(settings.isReady).toBe(false);
  expect(settings.unsupported).toMatchObject({ code: 'model-corrupt' });
});

test('a file whose header shows that the engine does not support it is rejected before a run', async () => {
  const settings = new BenchSettings('#/bench');
  const layersModel = JSON.stringify({ format: 'layers-model', modelTopology: {}, weightsManifest: [] });
  await settings.choose([new File([layersModel], 'model.json')]);
  expect(settings.isReady).toBe(false);
  expect(settings.unsupported).toMatchObject({ code: 'model-unsupported', facts: { reason: 'keras-layers-model' } });
});

test('the header of a file is discarded if another file was chosen meanwhile', async () => {
  const settings = new BenchSettings('#/bench');
  const first = settings.choose(createUnnamedFile('gguf'));
  const second = settings.choose([new File([modelCreatorsByFormat.onnx[0]!().bytes], 'net.onnx')]);
  expect(await Promise.all([first, second])).toEqual([false, true]);
  expect(settings).toMatchObject({
    target: { engine: 'ort', engineIds: ['ort'] },
    unsupported: null,
    isReady: true,
  });
});
