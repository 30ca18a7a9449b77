import { AppError } from '#core/error.ts';
import type { HallmarkFault } from '#core/hallmark-fault.ts';

export function hallmarkError(fault: HallmarkFault, options?: { cause: unknown }): AppError {
  return new AppError('hallmark-invalid', fault, options);
}
