import { expose, transfer } from 'comlink';
import { listBuffers } from '#bridge/transfer.ts';
import type { Tensors } from '#core/engine/tensor.ts';

/** A session without a model, which returns its input tensors, transferred like by the bridge. */
const echo = {
  run: (tensors: Tensors) => transfer(tensors, listBuffers(tensors)),
};

export type Echo = typeof echo;

expose(echo);
