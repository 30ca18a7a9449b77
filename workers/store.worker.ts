import { expose } from 'comlink';
import type { StoreWorker } from '#bridge/session-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import { readStorageQuota } from '#storage/store/quota.ts';
import { ModelStore } from '#storage/store/store.ts';

const opening = ModelStore.open();
opening.catch(() => {}); // every call fails with the same error and reports it
/** The running fetches, by ticket. */
const running = new Map<string, AbortController>();

const worker: StoreWorker = {
  start: async () => (await opening).reconcile(),
  listModels: async () => (await opening).listModels(),
  listPending: async () => (await opening).listPending(),
  readQuota: async () => readStorageQuota((await opening).fileStore.id),

  async fetch(request, ticket, onProgress) {
    const stop = new AbortController();
    running.set(ticket, stop);
    try {
      return await (await opening).fetch(request, { signal: stop.signal, onProgress });
    } finally {
      running.delete(ticket);
    }
  },

  pause: async (ticket) => running.get(ticket)?.abort(),
  discard: async (id) => (await opening).discard(id),
  pin: async (id, isPinned) => (await opening).pin(id, isPinned),
  verify: async (id) => (await opening).verify(id),
  remove: async (id) => (await opening).remove(id),
  storeCopy: async (files) => (await opening).storeCopy(files),
  linkFiles: async (files) => (await opening).linked.link(files),
  listLinkedFiles: async () => (await opening).linked.list(),
  touchLinkedFiles: async (id, files) => (await opening).linked.touch(id, files),
  unlinkFiles: async (id) => (await opening).linked.unlink(id),
  openFiles: async (id) => (await opening).openFiles(id),
};

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
