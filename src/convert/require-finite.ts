import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';

/**
 * Returns the values if all are finite, because quantised types cannot represent NaN and infinity.
 * @throws AppError model-corrupt with the tensor's name if a value is NaN or infinite
 */
export function requireFinite<T extends Float32Array>(values: T, tensor: string): T {
  for (const value of values)
    if (!Number.isFinite(value)) throw createCorruptModelError('gguf', { reason: 'tensor-not-finite', tensor });
  return values;
}
