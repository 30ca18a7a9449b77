import { expect, test } from 'vitest';
import { loadLastDataset, storeLastDataset } from './last-datasets.ts';

test('the last folder of each task is stored with its handle', async () => {
  const handle = await navigator.storage.getDirectory();
  await storeLastDataset('digits', { name: 'first', handle: null });
  await storeLastDataset('digits', { name: 'second', handle });
  await storeLastDataset('ocr', { name: 'pages', handle: null });
  const dataset = await loadLastDataset('digits');
  expect(dataset?.name).toBe('second');
  expect(await dataset?.handle?.isSameEntry(handle)).toBe(true);
  expect(await loadLastDataset('ocr')).toEqual({ name: 'pages', handle: null });
  expect(await loadLastDataset('segmentation')).toBeNull();
});
