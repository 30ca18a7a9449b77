import { expose, transfer } from 'comlink';
import { buffersOf } from '#bridge/transfer.ts';
import type { Tensors } from '#core/tensor.ts';

/** A session without a model: what it is given, it gives back, by the bridge's own way of moving tensors. */
const echo = {
  run: (tensors: Tensors) => transfer(tensors, buffersOf(tensors)),
};

export type Echo = typeof echo;

expose(echo);
