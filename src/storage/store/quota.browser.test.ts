import { afterEach, expect, test, vi } from 'vitest';
import { readStorageQuota } from './quota.ts';

afterEach(() => vi.restoreAllMocks());

test("usage and quota are the browser's estimates, including a usage of 0", async () => {
  vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({ usage: 0, quota: 1_000 });
  expect(await readStorageQuota('opfs')).toMatchObject({ usedBytes: 0, quotaBytes: 1_000, backend: 'opfs' });
});

test('usage and quota are null if the browser does not report them', async () => {
  vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({});
  expect(await readStorageQuota('memory')).toMatchObject({ usedBytes: null, quotaBytes: null });
});
