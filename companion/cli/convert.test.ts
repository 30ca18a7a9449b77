import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildTinyDecoder } from '#convert/decoder/tiny-decoder.fixture.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readGgufHeader } from '#formats/gguf/read-gguf-header.ts';
import { readModelFacts } from '#formats/onnx/onnx-facts.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { toSignature } from '#sessions/model-graphs.ts';
import { readDecoderSignature } from '#tasks/speech-recognition/roles.ts';
import { mediaReference } from '../../scripts/convert-tests/media-models.fixture.ts';
import { writeSafetensors } from '../../scripts/convert-tests/transformers-models.fixture.ts';
import { runCommand } from './run-command.fixture.ts';

let folder = '';
let model = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-convert-'));
  model = join(folder, 'model.gguf');
  await writeFile(model, buildTinyDecoder('llama', 'Q8_0'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(args: readonly string[], signal?: AbortSignal) {
  const { code: exitCode, ...written } = await runCommand(['convert', ...args], signal);
  return { exitCode, ...written };
}

test('converts a GGUF model to an ONNX graph with a key-value cache', async () => {
  const out = join(folder, 'model.onnx');
  expect(await run([model, '--to', 'onnx', '--out', out])).toMatchObject({ exitCode: 0, logged: '' });
  const { graph } = readOnnx(new Uint8Array(await readFile(out)));
  expect(graph!.inputs.map(({ name }) => name)).toContain('past_key_values.1.value');
  expect(graph!.nodes.map(({ opType }) => opType)).toContain('MatMulInteger');
});

test('writes the tokenizer and settings of a language model, but never replaces other files', async () => {
  const modelFolder = join(folder, 'own');
  await mkdir(modelFolder);
  const args = [model, '--to', 'onnx', '--out', join(modelFolder, 'model.onnx')];
  const { printed } = await run(args);
  expect(printed).toContain('tokenizer.json; tokenizer_config.json; config.json; generation_config.json');
  const config: unknown = JSON.parse(await readFile(join(modelFolder, 'config.json'), 'utf8'));
  expect(config).toEqual({ model_type: 'llama', max_position_embeddings: 128 });
  expect((await run(args)).exitCode).toBe(0);
  await writeFile(join(modelFolder, 'config.json'), '{}');
  const refused = await run(args);
  expect([refused.exitCode, refused.logged]).toEqual([2, expect.stringContaining('exists and would be replaced')]);
  expect(await readFile(join(modelFolder, 'config.json'), 'utf8')).toBe('{}');
});

test('writes both graphs of a Whisper model, with its settings', async () => {
  const source = join(folder, 'whisper');
  await mkdir(source);
  const { config, tensors } = mediaReference.whisper;
  await writeFile(join(source, 'model.safetensors'), writeSafetensors({ tensors }));
  await writeFile(join(source, 'config.json'), JSON.stringify(config));
  const target = join(folder, 'whisper-onnx');
  await mkdir(target);
  const args = [join(source, 'model.safetensors'), '--to', 'onnx', '--out', join(target, 'encoder_model.onnx')];
  const { exitCode, printed, logged } = await run(args);
  expect([exitCode, logged]).toEqual([0, expect.stringContaining('tokenizer.json')]);
  expect(printed).toContain('decoder_model_merged.onnx; config.json');
  expect(await readdir(target)).toEqual(['config.json', 'decoder_model_merged.onnx', 'encoder_model.onnx']);
  const decoder = readOnnx(await readFile(join(target, 'decoder_model_merged.onnx')));
  // The speech task recognises the graph as the decoder in the layout of Hub repositories.
  expect(readDecoderSignature(toSignature(readModelFacts(decoder, 0, new Map())))).toMatchObject({
    cache: { length: 8 },
    hidden: { dtype: 'float32', width: 32 },
  });
});

test('requantises quantised weights with a warning', async () => {
  const out = join(folder, 'q4.gguf');
  const { exitCode, logged } = await run([model, '--to', 'gguf', '--type', 'q4_0', '--out', out]);
  expect([exitCode, logged]).toEqual([0, expect.stringContaining('already quantised (Q8_0)')]);
  const { tensors } = await readGgufHeader(toByteSource(new Uint8Array(await readFile(out))));
  expect(tensors.find(({ name }) => name === 'blk.0.ffn_up.weight')).toMatchObject({ type: 'Q4_0' });
});

test('leaves no files behind when a conversion is stopped', async () => {
  const before = await readdir(folder);
  const controller = new AbortController();
  const { signal } = controller;
  let during: string[] = [];
  vi.spyOn(signal, 'throwIfAborted').mockImplementation(() => {
    during = readdirSync(folder);
    if (during.some((name) => name.endsWith('.unfinished'))) controller.abort();
    AbortSignal.prototype.throwIfAborted.call(signal);
  });
  await expect(run([model, '--to', 'onnx', '--out', join(folder, 'x.onnx')], signal)).rejects.toThrow('aborted');
  expect(during.length).toBe(before.length + 1);
  expect(await readdir(folder)).toEqual(before);
});

test.for([
  [['--out', 'x.onnx'], '--to must be onnx or gguf, not ""'],
  [['--to', 'onnx'], '--out is required'],
  [['--to', 'onnx', '--type', 'q4_0', '--out', 'x.onnx'], '--type for ONNX must be one of float32'],
  [['--to', 'gguf', '--out', 'x.gguf'], '--type for GGUF must be one of f16'],
  [['--to', 'gguf', '--type', 'q8_0', '--context', '9', '--out', 'x.gguf'], '--context requires --to onnx'],
] as const)('convert %j is rejected: %s', async ([args, message]) => {
  const { exitCode, logged } = await run([model, ...args]);
  expect([exitCode > 0, logged]).toEqual([true, expect.stringContaining(message)]);
});

test('does not replace a configuration next to safetensors weights', async () => {
  const weights = join(folder, 'model.safetensors');
  const config = join(folder, 'config.json');
  await writeFile(weights, '');
  await writeFile(config, '{');
  const replaced = await run([weights, '--to', 'onnx', '--out', config]);
  expect([replaced.exitCode, replaced.logged]).toEqual([2, expect.stringContaining(`the command reads "${config}"`)]);
  const broken = await run([weights, '--to', 'onnx', '--out', join(folder, 'bert.onnx')]);
  expect([broken.exitCode, broken.logged]).toEqual([1, expect.stringContaining(`"${config}" is not JSON`)]);
});
