import { AppError } from '#core/errors/error.ts';

/** @throws AppError model-unsupported, with the tensor's name, if a value is NaN or infinite: integers cannot represent it */
export function requireFinite<T extends Float32Array>(values: T, tensor: string): T {
  const found = values.find((value) => !Number.isFinite(value));
  if (found === undefined) return values;
  throw new AppError('model-unsupported', { model: 'gguf', why: `${tensor}: ${found}` });
}
