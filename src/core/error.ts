import type { Reason } from './reason.ts';

/**
 * Why something could not be done. `facts` hold the values that the message names; what a code means for a person, and
 * what to do about it, stands in one table per language (`src/words`), keyed by code.
 */
export type ErrorCode =
  | 'runtime-unavailable' // this engine or device does not exist here: {runtime, device, why}
  | 'model-unsupported' // readable, but this engine cannot run it: {model, why, misfit?, task?, suits?, id?}
  | 'model-parts' // files that do not make up a model of a task: {problem, files, roles}; `src/tasks/assign-roles.ts`
  | 'model-corrupt' // the bytes are not what their format says: {format, offset, why}
  | 'model-unknown' // no catalogue entry or format fits: {model, is?}; `is` names what the file is instead
  | 'model-not-stored' // a link names a model that this browser does not keep: {model}
  | 'model-in-use' // a tab has the model open, so it cannot be deleted: {model}
  | 'input-invalid' // a value given to a run does not fit: {name, got, want}
  | 'input-blank' // an image in which there is nothing to read
  | 'file-unreadable' // an image or file could not be decoded: {file, why}
  | 'file-refused' // the user or the browser does not let us read a file that was remembered: {file}
  | 'file-gone' // a file that was remembered is no longer where it was: {file}
  | 'file-changed' // a file is not what it was when it was opened last, but is now: {file, sizeBytes, modifiedAt}
  | 'fetch-failed' // bytes could not be fetched: {url, why}
  | 'access-denied' // a server wants a sign-in or an agreement first: {url, status}
  | 'out-of-memory' // {needBytes?, why}
  | 'worker-died' // the worker of a session ended by itself: {runtime}
  | 'device-lost' // the GPU went away: {why}
  | 'aborted' // stopped by the user
  | 'run-interrupted' // every sample was voided, the page being hidden: {why}
  | 'link-invalid' // a link that cannot be read: {reason, which?}, or for another task: {model, madeFor, task}
  | 'address-invalid' // what was typed names no model that could be asked for: {why}
  | 'storage-failed' // {why}
  | 'camera-unavailable' // {why}
  | 'internal'; // a fault of ours: {why}

/** Values by name: `reason` is ours and has words in every language, `why` is text of a library, which is quoted. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean>> & { readonly reason?: Reason };

/** The one error class. `message` is for logs and tests; the interface words it by `code` and `facts`. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, facts: ErrorFacts = {}, options?: { cause?: unknown }) {
    const listed = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
    super([code, ...listed].join('; '), options);
    this.code = code;
    this.facts = facts;
  }
}

/** Anything thrown, as an AppError: ours unchanged, a cancel as `aborted`, no room as `storage-failed`, the rest as `internal`. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { name, message } = thrown instanceof Error ? thrown : { name: '', message: String(thrown) };
  const options = { cause: thrown };
  if (name === 'AbortError') return new AppError('aborted', {}, options);
  // Files, records and caches of a site share one quota; whichever asks last is refused, some without a message.
  if (name === 'QuotaExceededError') return new AppError('storage-failed', { reason: 'quota-exceeded' }, options);
  return new AppError('internal', { why: message || name }, options);
}
