import { expose } from 'comlink';
import type { StoreWorker } from '#bridge/session-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import { readStorageQuota } from '#storage/store/quota.ts';
import { ModelStore } from '#storage/store/store.ts';

const storePromise = ModelStore.open();
storePromise.catch(() => {}); // not reported here, because every call fails with the same error
/** The calls that can be aborted, by ticket. */
const runningCalls = new Map<string, AbortController>();

const worker: StoreWorker = {
  start: async () => (await storePromise).reconcile(),
  listModels: async () => (await storePromise).listModels(),
  listPending: async () => (await storePromise).listPending(),
  readQuota: async () => readStorageQuota((await storePromise).fileStore.id),

  fetch: (request, ticket, onProgress) =>
    runAbortable(ticket, async (signal) => (await storePromise).fetch(request, { signal, onProgress })),
  storeCopy: (files, ticket, onCopied) =>
    runAbortable(ticket, async (signal) => (await storePromise).storeCopy(files, { signal, onCopied })),
  abort: async (ticket) => runningCalls.get(ticket)?.abort(),
  discard: async (id) => (await storePromise).discard(id),
  pin: async (id, isPinned) => (await storePromise).pin(id, isPinned),
  verify: async (id) => (await storePromise).verify(id),
  remove: async (id) => (await storePromise).remove(id),
  linkFiles: async (files) => (await storePromise).linked.link(files),
  listLinkedFiles: async () => (await storePromise).linked.list(),
  touchLinkedFiles: async (id, files) => (await storePromise).linked.touch(id, files),
  unlinkFiles: async (id) => (await storePromise).linked.unlink(id),
  openFiles: async (id) => (await storePromise).openFiles(id),
};

async function runAbortable<Result>(ticket: string, call: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  runningCalls.set(ticket, controller);
  try {
    return await call(controller.signal);
  } finally {
    runningCalls.delete(ticket);
  }
}

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
