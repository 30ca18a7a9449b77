import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ModelFiles } from '#core/model/model.ts';
import installed from '../../../node_modules/@mlc-ai/web-llm/package.json';
import { webllm, webllmVersion } from './index.ts';

/*
 * These tests have no compiled model library and no MLC weights. They cover the order of the requested files, the check
 * for f16 support and error reports, but neither loading weights nor generating text.
 */
const toJsonBytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

function createConfig(quantization: string) {
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

/** A model whose library is the smallest valid wasm module, which exports nothing. */
function createModel(changes: Record<string, Uint8Array<ArrayBuffer> | null> = {}) {
  const requests: string[] = [];
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const content = {
    'mlc-chat-config.json': createConfig('q4f32_1'),
    'model.wasm': new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
    'tokenizer.json': toJsonBytes({}),
    'tensor-cache.json': toJsonBytes({ metadata: {}, records: [] }),
    ...changes,
  };
  for (const [name, bytes] of Object.entries(content)) if (bytes) files.set(name, bytes);
  const get = files.get.bind(files);
  files.get = (name) => {
    requests.push(name);
    return get(name);
  };
  const model: ModelFiles = { id: 'tiny-MLC', entry: 'mlc-chat-config.json', files };
  return { model, requests };
}

const open = (model: ModelFiles) => webllm.open(model, { devices: ['webgpu'] });

/** Adds features to the adapter, because a software adapter does not support f16. */
function addAdapterFeatures(...features: string[]): void {
  const requestAdapter = navigator.gpu.requestAdapter.bind(navigator.gpu);
  vi.spyOn(navigator.gpu, 'requestAdapter').mockImplementation(async () => {
    const adapter = await requestAdapter();
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

const fetchedUrls: string[] = [];
beforeEach(() => {
  fetchedUrls.length = 0;
  const originalFetch = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    fetchedUrls.push(input instanceof Request ? input.url : String(input));
    return originalFetch(input, init);
  });
});
afterEach(() => vi.restoreAllMocks());

test('the version constant equals that of the installed package', () => {
  expect(webllmVersion).toBe(installed.version);
});

test('rejects every device except WebGPU', async () => {
  await expect(webllm.open(createModel().model, { devices: ['wasm'] })).rejects.toMatchObject({
    code: 'engine-unavailable',
    facts: { device: 'wasm' },
  });
});

test('reads the configuration and the library only from the model files', async () => {
  const { model, requests } = createModel();
  await expect(open(model)).rejects.toMatchObject({
    code: 'model-unsupported',
    facts: { reason: 'library-mismatch', version: webllmVersion },
  });
  expect([...new Set(requests)].slice(0, 2)).toEqual(['mlc-chat-config.json', 'model.wasm']);
  expect(fetchedUrls).toEqual([]);
});

describe('a model that needs f16', () => {
  test('is rejected on a GPU without it, with the fix', async () => {
    await expect(open(createModel({ 'mlc-chat-config.json': createConfig('q4f16_1') }).model)).rejects.toMatchObject({
      code: 'model-unsupported',
      facts: { reason: 'needs-half-precision' },
    });
  });

  test('is opened up to its library on a GPU that supports it', async () => {
    addAdapterFeatures('shader-f16');
    const { model, requests } = createModel({ 'mlc-chat-config.json': createConfig('q4f16_1') });
    await expect(open(model)).rejects.toMatchObject({
      facts: { reason: 'library-mismatch', version: webllmVersion },
    });
    expect(requests).toContain('model.wasm');
  });
});

test.each<[string, Record<string, Uint8Array<ArrayBuffer> | null>, object]>([
  ['no configuration', { 'mlc-chat-config.json': null }, { reason: 'file-missing', file: 'mlc-chat-config.json' }],
  ['a configuration that is not JSON', { 'mlc-chat-config.json': new Uint8Array([123]) }, { reason: 'file-not-json' }],
  ['an incomplete configuration', { 'mlc-chat-config.json': toJsonBytes({}) }, { reason: 'file-incomplete' }],
  ['no library', { 'model.wasm': null }, { reason: 'no-model-library' }],
  [
    'a library that is not wasm',
    { 'model.wasm': toJsonBytes('no') },
    { why: expect.stringMatching(/wasm|WebAssembly/i) },
  ],
])('rejects a model with %s, with the reason', async (_, changes, facts) => {
  await expect(open(createModel(changes).model)).rejects.toMatchObject({
    code: expect.stringMatching(/^model-/),
    facts,
  });
  expect(fetchedUrls).toEqual([]);
});
