import { expose } from 'comlink';
import type { StoreWorker } from '#bridge/session-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import { readStorageQuota } from '#storage/store/quota.ts';
import { ModelStore } from '#storage/store/store.ts';

const storePromise = ModelStore.open();
storePromise.catch(() => {}); // every call reports the same error
/** By ticket. */
const runningFetches = new Map<string, AbortController>();

const worker: StoreWorker = {
  start: async () => (await storePromise).reconcile(),
  listModels: async () => (await storePromise).listModels(),
  listPending: async () => (await storePromise).listPending(),
  readQuota: async () => readStorageQuota((await storePromise).fileStore.id),

  async fetch(request, ticket, onProgress) {
    const stop = new AbortController();
    runningFetches.set(ticket, stop);
    try {
      return await (await storePromise).fetch(request, { signal: stop.signal, onProgress });
    } finally {
      runningFetches.delete(ticket);
    }
  },

  pause: async (ticket) => runningFetches.get(ticket)?.abort(),
  discard: async (id) => (await storePromise).discard(id),
  pin: async (id, isPinned) => (await storePromise).pin(id, isPinned),
  verify: async (id) => (await storePromise).verify(id),
  remove: async (id) => (await storePromise).remove(id),
  storeCopy: async (files) => (await storePromise).storeCopy(files),
  linkFiles: async (files) => (await storePromise).linked.link(files),
  listLinkedFiles: async () => (await storePromise).linked.list(),
  touchLinkedFiles: async (id, files) => (await storePromise).linked.touch(id, files),
  unlinkFiles: async (id) => (await storePromise).linked.unlink(id),
  openFiles: async (id) => (await storePromise).openFiles(id),
};

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
