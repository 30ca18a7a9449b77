import { AppError, asAppError } from '#core/errors/error.ts';

/*
 * onnxruntime 1.30 formats its messages as `ERROR_CODE: n, ERROR_MESSAGE: …`, with the numbers of `OrtErrorCode`.
 */
const outOfMemory = /bad_alloc|out of memory|failed to allocate|memory allocation|could not allocate|\bOOM\b/i;
const unsupportedOperator = [
  /Could not find an implementation for (?:the node .*?:)?([\w.]+)/, // 9 NOT_IMPLEMENTED
  /No Op registered for ([\w.]+)/, // 10 INVALID_GRAPH
  /([\w.:]+)\(-?\d+\) is not a registered function\/op/, // 1 FAIL
];
const unsupported = /ERROR_CODE: 9\b|opset .* under development|Unsupported model IR version/i;
const corrupt = /ERROR_CODE: (7|10)\b|protobuf|ERROR_CODE: 3\b|Failed to load model/i;

/** Converts an error from opening a model. */
export function toOpenError(thrown: unknown, model: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  if (outOfMemory.test(why)) return new AppError('out-of-memory', { why }, { cause: thrown });
  for (const pattern of unsupportedOperator) {
    const operator = pattern.exec(why)?.[1];
    if (operator) return new AppError('model-unsupported', { model, operator, why }, { cause: thrown });
  }
  if (unsupported.test(why)) return new AppError('model-unsupported', { model, why }, { cause: thrown });
  if (corrupt.test(why)) return new AppError('model-corrupt', { format: 'onnx', why }, { cause: thrown });
  return new AppError('model-unsupported', { model, why }, { cause: thrown });
}

/** Converts an error from running a model on inputs that match its specs. */
export function toRunError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  if (outOfMemory.test(why)) return new AppError('out-of-memory', { why }, { cause: thrown });
  if (/device.*lost|lost.*device/i.test(why)) return new AppError('device-lost', { why }, { cause: thrown });
  if (/ERROR_CODE: (1|2|6)\b/.test(why))
    return new AppError('input-invalid', { name: 'inputs', reason: 'rejected-by-engine', why });
  return asAppError(thrown);
}
