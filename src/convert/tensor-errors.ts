import { AppError } from '#core/errors/error.ts';
import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { FormatFault } from '#core/errors/format-fault.ts';

/** A safetensors file that lacks a tensor of its architecture. */
export function createMissingTensorError(tensor: string): AppError {
  return createCorruptModelError('safetensors', { reason: 'tensor-missing', tensor });
}

/** A tensor of a valid safetensors file that no graph is built for. */
export function createUnsupportedTensorError(fault: FormatFault): AppError {
  return new AppError('model-unsupported', { model: 'safetensors', ...fault });
}

/** @param known the types that are converted */
export function createTensorTypeError(tensor: string, type: string, known: readonly string[]): AppError {
  return createUnsupportedTensorError({ reason: 'tensor-type-not-supported', tensor, type, known: known.join(', ') });
}
