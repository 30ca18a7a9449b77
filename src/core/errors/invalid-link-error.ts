import { AppError, type ErrorFacts } from './error.ts';
import type { LinkReason } from './reason.ts';
import type { ReportLinkFault } from './report-link-fault.ts';

/** What can be wrong with a link. Faults of a report link have exactly the facts that their messages name. */
type LinkFault = ReportLinkFault | (ErrorFacts & { readonly reason: LinkReason });

export function createInvalidLinkError(fault: LinkFault, options?: { cause: unknown }): AppError {
  return new AppError('link-invalid', fault, options);
}
