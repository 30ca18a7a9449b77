import { AppError } from './error.ts';
import type { FormatFault } from './format-fault.ts';

/** @param offset of the fault in the file, if known */
export function createCorruptModelError(format: string, fault: FormatFault, offset?: number): AppError {
  return new AppError('model-corrupt', { format, ...(offset !== undefined && { offset }), ...fault });
}
