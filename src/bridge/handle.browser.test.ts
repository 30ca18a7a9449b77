import { expect, test } from 'vitest';
import { openSession } from './handle.ts';

test('an unknown model is named in the error', async () => {
  const opening = openSession({
    subject: { kind: 'model', id: 'nothing' },
    runtime: 'ort',
    options: { devices: ['wasm'] },
  });
  await expect(opening).rejects.toMatchObject({ code: 'model-unknown', facts: { model: 'nothing' } });
});

test('isolated', () => {
  expect(globalThis.crossOriginIsolated).toBe(true);
});
