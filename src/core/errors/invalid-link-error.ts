import { AppError, type ErrorFacts } from './error.ts';
import type { LinkReason } from './reason.ts';
import type { ReportLinkFault } from './report-link-fault.ts';

/** The faults of links. Those of report links have exactly the facts that their messages contain. */
type LinkFault = ReportLinkFault | (ErrorFacts & { readonly reason: LinkReason });

export function createInvalidLinkError(fault: LinkFault, options?: { cause: unknown }): AppError {
  return new AppError('link-invalid', fault, options);
}
