import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { Runtime } from '#core/engine/runtime.ts';
import { createEngineLoader } from './engine-loader.ts';

const model = { id: 'm', entry: 'm.gguf', files: new Map() };
const openingFails = (thrown: unknown) => async () =>
  ({ id: 'wllama', open: () => Promise.reject(thrown) }) as unknown as Runtime<never>;

test.each([
  ['Chromium', 'Failed to fetch dynamically imported module: http://localhost/assets/wllama-1.js'],
  ['Firefox', 'error loading dynamically imported module: http://localhost/assets/wllama-1.js'],
  ['Safari', 'Importing a module script failed.'],
])('reports an engine as not cached if %s cannot fetch its script', async (_, message) => {
  const load = createEngineLoader(() => Promise.reject(new TypeError(message)), 'wllama');
  await expect(load()).rejects.toMatchObject({ code: 'engine-not-cached', facts: { engine: 'wllama' } });
});

test('reports an engine as not cached if its wasm file cannot be fetched', async () => {
  const thrown = new AppError('model-corrupt', { format: 'gguf', why: 'TypeError: Failed to fetch' });
  const runtime = await createEngineLoader(openingFails(thrown), 'wllama')();
  await expect(runtime.open(model, {} as never)).rejects.toMatchObject({ code: 'engine-not-cached' });
});

test('passes on other errors of opening a model unchanged', async () => {
  const thrown = new AppError('model-corrupt', { format: 'gguf', why: 'invalid magic' });
  const runtime = await createEngineLoader(openingFails(thrown), 'wllama')();
  await expect(runtime.open(model, {} as never)).rejects.toBe(thrown);
});
