import { AppError } from '#core/errors/error.ts';
import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { FormatFault } from '#core/errors/format-fault.ts';

/** Creates the error for a safetensors file that lacks a tensor of its architecture. */
export function createMissingTensorError(tensor: string): AppError {
  return createCorruptModelError('safetensors', { reason: 'tensor-missing', tensor });
}

/** Creates the error for a valid safetensors file with a tensor that cannot be converted. */
export function createUnsupportedTensorError(fault: FormatFault): AppError {
  return new AppError('model-unsupported', { model: 'safetensors', ...fault });
}

/** @param supported the types that can be converted */
export function createTensorTypeError(tensor: string, type: string, supported: readonly string[]): AppError {
  return createUnsupportedTensorError({
    reason: 'tensor-type-not-supported',
    tensor,
    type,
    known: supported.join(', '),
  });
}
