import { expose } from 'comlink';
import type { GraphWorker } from '#bridge/graph-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import { AppError } from '#core/errors/error.ts';
import { openGraph, type OpenedGraph } from './graph/opened-graph.ts';

let openedGraph: OpenedGraph | undefined;

function requireGraph(): OpenedGraph {
  if (!openedGraph) throw new AppError('internal', { why: 'this worker has no graph open' });
  return openedGraph;
}

const worker: GraphWorker = {
  async open(subject) {
    openedGraph = await openGraph(subject);
    return openedGraph.outline;
  },
  draw: async (openModules) => requireGraph().draw(openModules),
  readNodeDetails: async (node) => requireGraph().readNodeDetails(node),
  computeStatistics: (value) => requireGraph().computeStatistics(value),
};

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
