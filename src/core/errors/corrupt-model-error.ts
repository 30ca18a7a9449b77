import { AppError } from './error.ts';
import type { FormatFault } from './format-fault.ts';

/** Creates the error for a corrupt model file. @param offset the offset of the fault in the file, in bytes */
export function createCorruptModelError(format: string, fault: FormatFault, offset?: number): AppError {
  return new AppError('model-corrupt', { format, ...(offset !== undefined && { offset }), ...fault });
}
