import { expose, transfer } from 'comlink';
import { listBuffers } from '#bridge/transfer.ts';
import type { Tensors } from '#core/engine/tensor.ts';

/** A session without a model: returns its input tensors, transferred as the bridge transfers them. */
const echo = {
  run: (tensors: Tensors) => transfer(tensors, listBuffers(tensors)),
};

export type Echo = typeof echo;

expose(echo);
