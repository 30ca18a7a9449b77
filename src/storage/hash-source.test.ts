import { expect, test } from 'vitest';
import { hashSource } from './hash-source.ts';

test('an abort stops the hash of a large source after the current chunk', async () => {
  const controller = new AbortController();
  let slices = 0;
  const source = {
    size: 1 << 30,
    arrayBuffer: () => Promise.reject(new Error('the whole source was read')),
    slice() {
      if (++slices === 2) controller.abort();
      return new Blob(['chunk']);
    },
  };
  await expect(hashSource(source, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  expect(slices).toBe(2);
});
