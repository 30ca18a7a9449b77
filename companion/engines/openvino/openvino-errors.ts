import type { FormatId } from '#core/model/model-facts.ts';
import { AppError, asAppError } from '#core/errors/error.ts';

const outOfMemory = /bad_alloc|out of memory|CL_OUT_OF|failed to allocate/i;
/** Messages of the front ends of ONNX and TFLite about unsupported operators. */
const unsupportedOperator =
  /(?:OpenVINO does not support the following ONNX operations:|No translator found for) *([\w.]+)/;
const corruptModel =
  /can't be parsed|Error during import of ONNX model|protobuf|Unable to read the model|FlatBuffer|is not valid|corrupt/i;

/** Maps an error of opening a model to a code. */
export function toOpenError(thrown: unknown, model: string, format: FormatId): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = readErrorMessage(thrown);
  const options = { cause: thrown };
  if (outOfMemory.test(message)) return new AppError('out-of-memory', { why: message }, options);
  const operator = unsupportedOperator.exec(message)?.[1];
  if (operator) return new AppError('model-unsupported', { model, operator, why: message }, options);
  if (corruptModel.test(message)) return new AppError('model-corrupt', { format, why: message }, options);
  return new AppError('model-unsupported', { model, why: message }, options);
}

/** Maps an error of running a model, on inputs that match its specs, to a code. */
export function toRunError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = readErrorMessage(thrown);
  if (outOfMemory.test(message)) return new AppError('out-of-memory', { why: message }, { cause: thrown });
  if (/shape|dimension/i.test(message))
    return new AppError('input-invalid', { name: 'inputs', reason: 'rejected-by-engine', why: message });
  return asAppError(thrown);
}

function readErrorMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
