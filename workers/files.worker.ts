import { expose } from 'comlink';
import type { FilesWorker } from '#bridge/files-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import { loadOnce } from '#core/load-once.ts';
import { openNamedFiles } from '#storage/store/named-files.ts';
import { DocumentLibrary } from './files/document-library.ts';

const library = loadOnce(async () => DocumentLibrary.open(await openNamedFiles('documents')));
let readController = new AbortController();

const worker: FilesWorker = {
  list: async () => (await library()).list(),
  async read(file, model, onProgress) {
    readController = new AbortController();
    return (await library()).read(file, model, { signal: readController.signal, onProgress });
  },
  async stop() {
    readController.abort();
  },
  readForReembedding: async (id) => (await library()).readForReembedding(id),
  add: async (id, model, vectors) => (await library()).add(id, model, vectors),
  remove: async (id) => (await library()).remove(id),
  deleteAll: async () => (await library()).deleteAll(),
  search: async (request) => (await library()).search(request),
};

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
