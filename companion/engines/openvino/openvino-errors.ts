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
  const why = readErrorMessage(thrown);
  const options = { cause: thrown };
  if (outOfMemory.test(why)) return new AppError('out-of-memory', { why }, options);
  const operator = unsupportedOperator.exec(why)?.[1];
  if (operator) return new AppError('model-unsupported', { model, operator, why }, options);
  if (corruptModel.test(why)) return new AppError('model-corrupt', { format, why }, options);
  return new AppError('model-unsupported', { model, why }, options);
}

/** Maps an error of running a model, on inputs that match its specs, to a code. */
export function toRunError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const why = readErrorMessage(thrown);
  if (outOfMemory.test(why)) return new AppError('out-of-memory', { why }, { cause: thrown });
  if (/shape|dimension/i.test(why))
    return new AppError('input-invalid', { name: 'inputs', reason: 'rejected-by-engine', why });
  return asAppError(thrown);
}

function readErrorMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
