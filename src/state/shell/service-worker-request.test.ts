import { afterEach, expect, test, vi } from 'vitest';
import type { OfflineRequest } from '#bridge/offline-contract.ts';
import { cacheFile, listBundles } from './service-worker-request.ts';

afterEach(() => vi.useRealTimers());

function createWorker(answer: (message: OfflineRequest, port: MessagePort) => void): ServiceWorker {
  const postMessage = (message: OfflineRequest, [port]: [MessagePort]) => answer(message, port);
  return { postMessage } as unknown as ServiceWorker;
}
const unused = new AbortController().signal;

test('a file is stored with progress reports until the result', async () => {
  const progress = vi.fn();
  const replies = [{ receivedBytes: 5 }, { receivedBytes: 9 }, { outcome: 'no-quota' }];
  const sender = createWorker((_, port) => replies.forEach((reply) => port.postMessage(reply)));
  expect(await cacheFile(sender, '/engine.wasm', progress, unused)).toBe('no-quota');
  expect(progress.mock.calls).toEqual([[5], [9]]);
});

test('cancelling reaches the service worker, which then reports the result', async () => {
  const stop = new AbortController();
  const sender = createWorker((_, port) => {
    port.addEventListener('message', () => port.postMessage({ outcome: 'cancelled' }));
    port.start();
  });
  const outcome = cacheFile(sender, '/engine.wasm', () => {}, stop.signal);
  stop.abort();
  expect(await outcome).toBe('cancelled');
});

test('a service worker that does not reply is reported after 20 seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const outcome = cacheFile(
    createWorker(() => {}),
    '/engine.wasm',
    () => {},
    unused,
  );
  const bundles = listBundles(createWorker(() => {}));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await outcome).toBe('no-reply');
  expect(await bundles).toBe('no-reply');
});
