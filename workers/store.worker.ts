import { expose } from 'comlink';
import type { StoreWorker } from '#bridge/contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { keepErrorFacts } from '#bridge/transfer.ts';
import { storageRoom } from '#storage/room.ts';
import { ModelStore } from '#storage/store.ts';

const opening = ModelStore.open();
/** The fetches under way, by ticket. */
const running = new Map<string, AbortController>();

const worker: StoreWorker = {
  start: async () => (await opening).reconcile(),
  models: async () => (await opening).models(),
  pending: async () => (await opening).pending(),
  room: async () => storageRoom((await opening).place.id),

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
  keepCopy: async (files) => (await opening).keepCopy(files),
  keepInPlace: async (files) => (await opening).keepInPlace(files),
  keptInPlace: async () => (await opening).keptInPlace(),
  usedInPlace: async (id, files) => (await opening).usedInPlace(id, files),
  forgetInPlace: async (id) => (await opening).forgetInPlace(id),
  files: async (id) => (await opening).files(id),
};

keepErrorFacts();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
