import { AppError } from '#core/errors/error.ts';

/**
 * Converts the engine's exception or log message to an error of the app. The engine detects a missing operator only at
 * the first run. What no pattern matches is an operator or type that the engine does not support.
 */
export function toLitertError(thrown: unknown, model: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  const errorOptions = { cause: thrown };
  if (/not (yet )?supported|unresolved custom op|failed to prepare/i.test(why)) {
    return new AppError('model-unsupported', { model, why }, errorOptions);
  }
  if (/bad_alloc|could not allocate|out of memory|\bOOM\b/i.test(why))
    return new AppError('out-of-memory', { why }, errorOptions);
  if (/flatbuffer|verif|invalid|\bload/i.test(why))
    return new AppError('model-corrupt', { format: 'tflite', why }, errorOptions);
  if (thrown instanceof WebAssembly.RuntimeError)
    return new AppError('internal', { why: `LiteRT: ${why}` }, errorOptions);
  return new AppError('model-unsupported', { model, why }, errorOptions);
}
