import { AppError } from '#core/error.ts';
import type { HallmarkFault } from '#core/hallmark-fault.ts';

export function refused(fault: HallmarkFault, options?: { cause: unknown }): AppError {
  return new AppError('hallmark-refused', fault, options);
}
