import { expose } from 'comlink';
import type { GraphWorker } from '#bridge/graph-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import { AppError } from '#core/errors/error.ts';
import { openGraph, type OpenedGraph } from './graph/opened-graph.ts';

let opened: OpenedGraph | undefined;

function requireGraph(): OpenedGraph {
  if (!opened) throw new AppError('internal', { why: 'this worker has no graph open' });
  return opened;
}

const worker: GraphWorker = {
  async open(subject) {
    opened = await openGraph(subject);
    return opened.outline;
  },
  draw: async (openModules) => requireGraph().draw(openModules),
  readNodeDetails: async (node) => requireGraph().readNodeDetails(node),
  computeStatistics: (value) => requireGraph().computeStatistics(value),
};

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
