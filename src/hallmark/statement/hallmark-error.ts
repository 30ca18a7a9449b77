import { AppError } from '#core/errors/error.ts';
import type { HallmarkFault } from '#core/errors/hallmark-fault.ts';

export function createHallmarkError(fault: HallmarkFault, options?: { cause: unknown }): AppError {
  return new AppError('hallmark-invalid', fault, options);
}
