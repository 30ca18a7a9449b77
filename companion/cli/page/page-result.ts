import { AppError } from '#core/errors/error.ts';
import type { AutomationStatus } from '#state/shell/automation-status.ts';
import { UsageError } from '../command.ts';
import { formatReason } from '../print/print-error.ts';

/**
 * Returns the result of a completed page, and the link that repeats the run.
 * @throws UsageError | AppError if the page failed
 */
export function readResult(status: AutomationStatus): { readonly result: unknown; readonly link: string } {
  if (status.state === 'done') return { result: status.result, link: toAppLink(status.link ?? '') };
  throw toError(status);
}

/** Converts the reason why a page has failed to an error. */
export function toError({ error }: AutomationStatus): UsageError | AppError {
  if (!error) return new AppError('internal', { why: 'the page gave no reason' });
  // The link was built from the command line, so an error in it is a usage error.
  if (error.code === 'link-invalid') return new UsageError(formatReason(error.facts));
  return new AppError(error.code, error.facts);
}

/** Rewrites a link to the URL at which `npm start` serves the app, because the command's own server has stopped. */
export function toAppLink(link: string): string {
  const index = link.indexOf('#');
  return `http://127.0.0.1:${process.env['PORT'] ?? 7319}/${index < 0 ? '' : link.slice(index)}`;
}
