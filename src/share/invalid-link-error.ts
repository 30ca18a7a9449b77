import { AppError } from '#core/error.ts';
import type { ReportLinkFault } from '#core/report-link-fault.ts';

export function invalidLinkError(fault: ReportLinkFault, options?: { cause: unknown }): AppError {
  return new AppError('link-invalid', fault, options);
}
