import { expect, test } from 'vitest';
import { BufferPool } from './buffer-pool.ts';
import { InOrderHash } from './in-order-hash.ts';
import { createMemoryFileStore } from '../store/memory-file-store.ts';

test('an early chunk that becomes contiguous while the hash is busy is hashed from memory and not read again', async () => {
  const part = await createMemoryFileStore().openPartialFile('part');
  const chunks = Array.from({ length: 6 }, (_, index) => new Uint8Array(1000).fill(index));
  chunks.forEach((chunk, i) => part.write(chunk, i * 1000));
  let readBytes = 0;
  const countingPart = {
    ...part,
    read: (into: Uint8Array, offset: number) => {
      readBytes += into.length;
      return part.read(into, offset);
    },
  };
  const pool = new BufferPool(1000);
  const hash = await InOrderHash.from(null, pool);
  try {
    for (const index of [1, 2, 3, 4, 5]) await hash.add(chunks[index]!.slice(), index * 1000);
    // Another caller calls catchUp while the first chunk is hashed.
    const [first, caughtUp] = [hash.add(chunks[0]!.slice(), 0), hash.catchUp(countingPart, 6000, 6000)];
    await first;
    await caughtUp;
    while (!(await hash.catchUp(countingPart, 6000, 6000)));
    expect(readBytes).toBe(0);
    // Computed by sha256sum, for a thousand bytes each of 0 to 5.
    expect(await hash.finish()).toBe('058a5bd0bc7afe89db62b7ddb8a805fa3a03aca9975d2a84f1058580b8cdb622');
  } finally {
    hash.close();
  }
});
