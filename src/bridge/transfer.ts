import { transferHandlers } from 'comlink';
import { AppError, asAppError, type ErrorCode, type ErrorFacts } from '#core/errors/error.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { TaskInput } from './session-contract.ts';

/** The transferable buffers of `tensors`, each listed once. Shared memory and strings are not transferable. */
export function listBuffers(tensors: Tensors): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { data } of Object.values(tensors)) {
    if (ArrayBuffer.isView(data) && data.buffer instanceof ArrayBuffer) buffers.add(data.buffer);
  }
  return [...buffers];
}

/** The transferable objects of a task's input: a bitmap, pixels or audio samples. A Blob is a reference. */
export function listTransferables(input: TaskInput): Transferable[] {
  if (input instanceof ImageBitmap) return [input];
  if (input instanceof ImageData) return [input.data.buffer];
  return 'audio' in input && !(input.audio instanceof File) ? [input.audio.buffer] : [];
}

interface WireError {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
  readonly stack: string | undefined;
}

/**
 * Makes comlink transfer errors with their code and facts, instead of only message, name and stack. Must be called once
 * in the page and once in the worker, before the first call.
 */
export function registerErrorTransfer(): void {
  const throwHandler = transferHandlers.get('throw');
  if (!throwHandler) throw new AppError('internal', { why: 'comlink has no handler for thrown errors' });
  transferHandlers.set('throw', {
    canHandle: throwHandler.canHandle,
    serialize: ({ value }: { value: unknown }): [WireError, Transferable[]] => {
      const { code, facts, stack } = asAppError(value);
      return [{ code, facts, stack }, []];
    },
    deserialize: ({ code, facts, stack }: WireError): never => {
      const error = new AppError(code, facts);
      if (stack) error.stack = stack;
      throw error;
    },
  });
}
