import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ModelFiles } from '#core/model/model.ts';
import installed from '../../../node_modules/@mlc-ai/web-llm/package.json';
import { webllm, webllmVersion } from './index.ts';

/*
 * No compiled model library and no MLC weights are available for these tests, so they cover everything up to the
 * library: which files are requested in which order, the check for the GPU's f16 support, and error reports. Loading
 * weights into a real library and generating text with it are not tested.
 */
const toJsonBytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

function makeConfig(quantization: string) {
  return toJsonBytes({
    model_type: 'llama',
    quantization,
    model_config: { context_window_size: 2048 },
    context_window_size: 2048,
    vocab_size: 32,
    tokenizer_files: ['tokenizer.json'],
    conv_template: { name: 'empty' },
  });
}

/** A model with all its files; the library is the smallest valid wasm module, which exports nothing. */
function makeModel(changed: Record<string, Uint8Array<ArrayBuffer> | null> = {}) {
  const requests: string[] = [];
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const all = {
    'mlc-chat-config.json': makeConfig('q4f32_1'),
    'model.wasm': new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
    'tokenizer.json': toJsonBytes({}),
    'tensor-cache.json': toJsonBytes({ metadata: {}, records: [] }),
    ...changed,
  };
  for (const [name, bytes] of Object.entries(all)) if (bytes) files.set(name, bytes);
  const get = files.get.bind(files);
  files.get = (name) => {
    requests.push(name);
    return get(name);
  };
  const model: ModelFiles = { id: 'tiny-MLC', entry: 'mlc-chat-config.json', files };
  return { model, asked: requests };
}

const open = (model: ModelFiles) => webllm.open(model, { devices: ['webgpu'] });

/** An adapter with the features that the test needs: a software adapter has no f16 support. */
function offerFeatures(...features: string[]): void {
  const real = navigator.gpu.requestAdapter.bind(navigator.gpu);
  vi.spyOn(navigator.gpu, 'requestAdapter').mockImplementation(async () => {
    const adapter = await real();
    if (!adapter) throw new Error('these tests need a WebGPU adapter');
    return new Proxy(adapter, {
      get: (target, name) => {
        if (name === 'features') return new Set([...target.features, ...features]);
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  });
}

const fetched: string[] = [];
beforeEach(() => {
  fetched.length = 0;
  const real = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    fetched.push(input instanceof Request ? input.url : String(input));
    return real(input, init);
  });
});
afterEach(() => vi.restoreAllMocks());

test('the version constant of WebLLM equals that of the installed package', () => {
  expect(webllmVersion).toBe(installed.version);
});

test('WebLLM rejects every device except WebGPU', async () => {
  await expect(webllm.open(makeModel().model, { devices: ['wasm'] })).rejects.toMatchObject({
    code: 'engine-unavailable',
    facts: { device: 'wasm' },
  });
});

test('WebLLM reads the configuration and the library only from the model files', async () => {
  const { model, asked } = makeModel();
  await expect(open(model)).rejects.toMatchObject({
    code: 'model-unsupported',
    facts: { reason: 'library-mismatch', version: webllmVersion },
  });
  const first = asked.filter((name, index) => asked.indexOf(name) === index);
  expect(first.slice(0, 2)).toEqual(['mlc-chat-config.json', 'model.wasm']);
  expect(fetched).toEqual([]);
});

describe('a model that needs f16', () => {
  test('a model that needs f16 is rejected on a GPU without it, with the fix', async () => {
    await expect(open(makeModel({ 'mlc-chat-config.json': makeConfig('q4f16_1') }).model)).rejects.toMatchObject({
      code: 'model-unsupported',
      facts: { reason: 'needs-half-precision' },
    });
  });

  test('a model that needs f16 is opened up to its library on a GPU that supports it', async () => {
    offerFeatures('shader-f16');
    const { model, asked } = makeModel({ 'mlc-chat-config.json': makeConfig('q4f16_1') });
    await expect(open(model)).rejects.toMatchObject({
      facts: { reason: 'library-mismatch', version: webllmVersion },
    });
    expect(asked).toContain('model.wasm');
  });
});

test.each<[string, Record<string, Uint8Array<ArrayBuffer> | null>, object]>([
  ['no configuration', { 'mlc-chat-config.json': null }, { reason: 'file-missing', file: 'mlc-chat-config.json' }],
  ['a configuration that is no JSON', { 'mlc-chat-config.json': new Uint8Array([123]) }, { reason: 'file-not-json' }],
  ['a configuration without its fields', { 'mlc-chat-config.json': toJsonBytes({}) }, { reason: 'file-incomplete' }],
  ['no library', { 'model.wasm': null }, { reason: 'no-model-library' }],
  [
    'a library that is no wasm',
    { 'model.wasm': toJsonBytes('no') },
    { why: expect.stringMatching(/wasm|WebAssembly/i) },
  ],
])('a model with %s is rejected, with the reason', async (_, changed, facts) => {
  await expect(open(makeModel(changed).model)).rejects.toMatchObject({ code: expect.stringMatching(/^model-/), facts });
  expect(fetched).toEqual([]);
});
