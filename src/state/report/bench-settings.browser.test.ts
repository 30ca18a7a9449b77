import { expect, test } from 'vitest';
import type { FormatId } from '#core/facts.ts';
import { tinyModels } from '#formats/tiny/models.fixture.ts';
import { BenchSettings } from './bench-settings.svelte.ts';

async function chosen(...names: string[]): Promise<BenchSettings> {
  const settings = new BenchSettings('#/bench');
  await settings.choose(names.map((name) => new File(['x'], name)));
  return settings;
}

/** A model under a name that does not tell what it is. */
const unnamed = (format: FormatId) => [new File([tinyModels[format][0]!().bytes], 'weights')];

test.each([
  [['net.onnx'], 'ort'],
  [['net.onnx', 'config.json'], 'ort'],
  [['net.tflite'], 'litert'],
  [['model.json', 'group1-shard1of1.bin'], 'tfjs'],
] as const)('for the files %j the engine %s is offered, which opens them', async (names, engine) => {
  const settings = await chosen(...names);
  expect(settings.runtimes).toEqual([engine]);
  expect(settings).toMatchObject({ runtime: engine, refusal: null, isText: false, isReady: true });
});

test.each([
  [['net.gguf'], 'net.gguf', 'gguf', true],
  [['mlc-chat-config.json', 'params_shard_0.bin'], 'mlc-chat-config.json', 'mlc', true],
  [['net.safetensors'], 'net.safetensors', 'safetensors', false],
] as const)('the files %j are refused before a run: no engine here measures them', async (names, model, is, isText) => {
  const settings = await chosen(...names);
  expect(settings).toMatchObject({ runtimes: [], isText, isReady: false });
  expect(settings.refusal).toMatchObject({ code: 'model-unknown', facts: { model, is } });
  settings.kind = 'workload';
  expect(settings).toMatchObject({ refusal: null, isText: false, isReady: true });
});

test.each([
  ['onnx', 'ort'],
  ['tflite', 'litert'],
  ['tfjs', 'tfjs'],
] as const)('a nameless %s file is told by its header, and the engine %s offered for it', async (format, engine) => {
  const settings = new BenchSettings('#/bench?file=1&runtime=ort');
  const choosing = settings.choose(unnamed(format));
  expect(settings).toMatchObject({ runtimes: [], refusal: null, isReady: false });
  expect(await choosing).toBe(true);
  expect(settings).toMatchObject({ runtimes: [engine], runtime: engine, refusal: null, isReady: true });
});

test('a nameless file that no engine here measures is refused before a run, by its header', async () => {
  const settings = new BenchSettings('#/bench');
  await settings.choose(unnamed('gguf'));
  expect(settings).toMatchObject({ runtimes: [], isText: true, isReady: false });
  expect(settings.refusal).toMatchObject({ code: 'model-unknown', facts: { model: 'weights', is: 'gguf' } });

  const text = await chosen('notes');
  expect(text).toMatchObject({ runtimes: [], isText: false, isReady: false });
  expect(text.refusal).toMatchObject({ code: 'model-unknown', facts: { model: 'notes', is: 'text' } });
});

test('what the header of a file says is passed over where another was chosen meanwhile', async () => {
  const settings = new BenchSettings('#/bench');
  const first = settings.choose(unnamed('gguf'));
  const second = settings.choose([new File(['x'], 'net.onnx')]);
  expect(await Promise.all([first, second])).toEqual([false, true]);
  expect(settings).toMatchObject({ runtime: 'ort', runtimes: ['ort'], refusal: null, isReady: true });
});
