import { AppError } from '#core/errors/error.ts';

/**
 * Converts the engine's exception or log message to an error of the app. The engine detects a missing operator only at
 * the first run.
 */
export function toLitertError(thrown: unknown, model: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  const because = { cause: thrown };
  if (/not (yet )?supported|unresolved custom op|failed to prepare/i.test(why)) {
    return new AppError('model-unsupported', { model, why }, because);
  }
  if (/alloc|out of memory|OOM/i.test(why)) return new AppError('out-of-memory', { why }, because);
  if (/flatbuffer|verif|invalid|load/i.test(why))
    return new AppError('model-corrupt', { format: 'tflite', why }, because);
  if (thrown instanceof WebAssembly.RuntimeError) return new AppError('internal', { why: `LiteRT: ${why}` }, because);
  return new AppError('model-unsupported', { model, why }, because);
}
