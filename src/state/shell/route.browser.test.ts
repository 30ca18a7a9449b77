import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readHistoryEntry, replaceEntry } from './history-entry.ts';
import { router } from './route.svelte.ts';

beforeEach(async () => {
  await open('#/models');
  replaceEntry({ files: ['first.onnx'] }, location.hash);
  await open('#/evaluate');
  replaceEntry({ files: ['user.onnx'], gates: '{}' }, location.hash);
  await open('#/results');
  await goBack();
});
afterEach(() => {
  router.canLeave = () => true;
});

const waitForHashChange = () =>
  new Promise((resolve) => {
    addEventListener('hashchange', resolve, { once: true });
  });

async function open(hash: string): Promise<void> {
  if (location.hash === hash) return;
  const changed = waitForHashChange();
  location.hash = hash;
  await changed;
}

async function goBack(): Promise<void> {
  const changed = waitForHashChange();
  history.back();
  await changed;
}

/** Waits until the router has returned to the page. */
async function expectStayed(): Promise<void> {
  await vi.waitUntil(() => location.hash === '#/evaluate');
  expect(readHistoryEntry()).toMatchObject({ files: ['user.onnx'], gates: '{}' });
  expect(router.current.page).toBe('evaluate');
}

test('a refused link leaves the page in its entry, with its state', async () => {
  const { key } = router;
  router.canLeave = () => false;
  await open('#/run');
  await expectStayed();
  expect(router.key).toBe(key);
  router.canLeave = () => true;
  await goBack();
  expect([location.hash, readHistoryEntry().files]).toEqual(['#/models', ['first.onnx']]);
});

test('after a refused Back, Forward opens the same entry as before', async () => {
  const { length } = history;
  router.canLeave = () => false;
  await goBack();
  await expectStayed();
  router.canLeave = () => true;
  const changed = waitForHashChange();
  history.forward();
  await changed;
  expect([location.hash, history.length, router.current.page]).toEqual(['#/results', length, 'results']);
});
