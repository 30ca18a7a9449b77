import type { Port } from '#state/port.ts';
import { RunError, UsageError } from './command.ts';

/** What a machine gets from a page that is done. @throws UsageError | RunError where the page failed */
export function outcomeOf(port: Port): { readonly result: unknown; readonly link: string } {
  if (port.state === 'done') return { result: port.result, link: appLink(port.link ?? '') };
  throw failureOf(port);
}

/** Why the page failed. */
export function failureOf(port: Port): UsageError | RunError {
  const { code = 'internal', message = 'the page gave no reason' } = port.error ?? {};
  // The page judges what a link names; here the link was made from the command line.
  if (code === 'link-invalid') return new UsageError(message);
  return new RunError(message);
}

/** The link at the address where `npm start` serves the app: the port it was made at is gone by now. */
function appLink(link: string): string {
  const at = link.indexOf('#');
  return `http://127.0.0.1:${process.env['PORT'] ?? 7319}/${at < 0 ? '' : link.slice(at)}`;
}
