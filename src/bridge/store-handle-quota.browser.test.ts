import { expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { clearFaults, addFile, injectFault } from './hub.fixture.ts';
import { createDownloadRequest, openStore, useEmptyStores } from './store-handle.fixture.ts';

useEmptyStores();

/** Playwright's CDP session, whose published type is empty. */
interface Cdp {
  send(command: string, parameters: object): Promise<unknown>;
}

/** Simulates a disk with this much free space by a test command of Chromium. */
async function withFreeBytes<T>(freeBytes: number, action: () => Promise<T>): Promise<T> {
  const session = cdp() as unknown as Cdp;
  const { usage = 0 } = await navigator.storage.estimate();
  const { origin } = location;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + freeBytes });
  try {
    return await action();
  } finally {
    await session.send('Storage.overrideQuotaForOrigin', { origin });
  }
}

test('fails a download that exceeds the quota before anything is written', async () => {
  await addFile('weights.bin', 1000);
  await injectFault('weights.bin', { kind: 'claims', bytes: 2 ** 50 });
  await expect(openStore().fetch(createDownloadRequest([['weights.bin', null]]))).rejects.toMatchObject({
    code: 'storage-failed',
    facts: { needBytes: 2 ** 50 },
  });
});

test('fails a download when the disk is full, and resumes it when there is space', async () => {
  const sha256 = await addFile('weights.bin', 25_000_000);
  const request = createDownloadRequest([['weights.bin', sha256]]);
  await injectFault('weights.bin', { kind: 'slow', bytes: 4_000_000 });
  const hasBegun = Promise.withResolvers<void>();
  const fetching = openStore().fetch(request, {
    onProgress: ({ receivedBytes }) => receivedBytes > 0 && hasBegun.resolve(),
  });
  await hasBegun.promise;
  // The browser either shortens a write or rejects it.
  const reason = expect.stringMatching(/^(disk-full|quota-exceeded)$/) as string;
  await withFreeBytes(1_000_000, () =>
    expect(fetching).rejects.toMatchObject({ code: 'storage-failed', facts: { reason } }),
  );
  await clearFaults();
  expect((await openStore().fetch(request)).files[0]).toMatchObject({ sha256 });
});
