import { afterEach, expect, test, vi } from 'vitest';
import { storageRoom } from './room.ts';

afterEach(() => vi.restoreAllMocks());

test('tells the room that the browser tells', async () => {
  vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({ usage: 0, quota: 1_000 });
  expect(await storageRoom('opfs')).toMatchObject({ usedBytes: 0, quotaBytes: 1_000, place: 'opfs' });
});

test('what the browser does not tell is unknown, not none', async () => {
  vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({});
  expect(await storageRoom('memory')).toMatchObject({ usedBytes: null, quotaBytes: null });
});
