import type { Reason } from './reason.ts';

/**
 * The error codes, with the facts that their messages contain. Each language has a table of messages that explain the error
 * and its remedy (`src/words`).
 */
export const errorCodes = [
  'engine-unavailable', // this engine or device is not available here: {engine, device, why}
  'engine-not-cached', // a file of an engine is not cached and could not be fetched: {engine}
  'engine-not-ready', // the companion lacks an engine or cannot use it: {engine, ...PackageState}
  'engine-rejected', // a package or library of an engine is not the expected one, or is faulty: {file, reason | why}
  'engine-died', // the process of a native engine ended during a call: {engine, reason}
  'engine-in-use', // another command is adding or removing the engine: {engine}
  'model-unsupported', // readable, but the engine cannot run it: {model, why, misfit?, task?, suits?, id?}
  'model-parts', // the files do not form a model for a task: {problem, files, roles}; `src/tasks/assign-roles.ts`
  'model-corrupt', // the bytes violate the file format: {format, offset, why}
  'graph-unavailable', // a model file contains no graph that can be drawn: {model, reason}
  'model-unknown', // no matching catalogue entry or format: {model, detectedAs?}; `detectedAs` is the actual type of the file
  'model-not-stored', // a link names a model that is not stored in this browser: {model}
  'other-model', // a run has another model than the result it is compared with: {model, sha256, otherModel, otherSha256}
  'model-in-use', // a tab has the model open, so it cannot be deleted: {model}
  'input-invalid', // an input value does not match the model: {name, actual, expected}
  'input-blank', // an image without any text to read
  'file-unreadable', // an image or file could not be decoded: {file, why}
  'file-permission-denied', // the user or the browser denied access to a remembered file: {file}
  'file-gone', // a remembered file was moved or deleted: {file}
  'file-changed', // a file has changed since it was last opened: {file, sizeBytes, modifiedAt}, with its current values
  'labels-invalid', // a file of labels cannot be read: {file, line?, reason}
  'not-scored', // the result of an item cannot be compared with its label: {reason}
  'dataset-unclear', // the layout of a labelled dataset, or which of its files to use, is unclear: {reason}
  'fetch-failed', // bytes could not be fetched: {url, why}
  'access-denied', // a server requires a sign-in or accepting its terms: {url, status}
  'out-of-memory', // {needBytes?, why}
  'worker-died', // the worker of a session terminated unexpectedly: {engine}
  'device-lost', // the GPU device was lost: {why}
  'companion-unreachable', // {address, reason}
  'companion-rejected', // the companion rejected a connection or a request: {reason}
  'message-invalid', // a message between page and companion does not follow the protocol: {reason}; `src/core/errors/message-fault.ts`
  'server-failed', // a remote server that the companion uses: {server, url, reason | why}
  'server-address', // of a remote server: {url, reason}
  'request-invalid', // a request of a client of the companion's HTTP servers is not valid: {reason}
  'session-closed', // the companion closed an open model, or does not know it: {reason}
  'deadline-exceeded', // a request to the companion exceeded its deadline: {deadlineMs}
  'aborted', // stopped by the user
  'run-interrupted', // every sample was excluded because the page was hidden: {why}
  'link-invalid', // an unreadable link: {reason, which?}, or one for another task: {model, madeFor, task}
  'hallmark-invalid', // a hallmark that is not valid, or a run that cannot have one: {reason}; `src/core/errors/hallmark-fault.ts`
  'result-invalid', // a result in a file cannot be imported: {entry, reason}; `entry` counts from 1
  'results-newer', // a file of results was saved by a later version of Assay: {version, maxVersion}
  'gates-invalid', // a gate file cannot be used: {reason}; see `core/errors/gate-file-fault.ts`
  'recipe-invalid', // a recipe of the optimiser cannot be used: {reason}
  'deployment-changed', // a change of a deployment does not apply: {reason, version}
  'federation-invalid', // an invitation, or a plan that does not fit: {reason}
  'federation-refused', // by the coordinator, or by the own privacy budget: {reason}
  'coordinator-untrusted', // it states something that cannot be true: {reason}
  'deployments-newer', // a deployment was stored by a later version of Assay: {version, maxVersion}
  'conversation-invalid', // a file of conversations cannot be imported: {file, reason}
  'address-invalid', // the text typed is not a model address: {why}
  'storage-failed', // of this browser, or of the companion: {host?, reason | why}
  'camera-unavailable', // {reason | why}
  'microphone-unavailable', // {reason | why}
  'faces-locked', // the passphrase does not decrypt the enrolled faces, or they are corrupt
  'video-not-saved', // an annotated video cannot be written: {reason | why}
  'internal', // a bug in this app: {why}
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/**
 * The facts of an error by name. `reason` is a code with a text in every language. `why` is a library's message, which is
 * quoted.
 */
export type ErrorFacts = Readonly<Record<string, string | number | boolean>> & { readonly reason?: Reason };

/** The only error class. `message` is for logs and tests; the user's message is built from `code` and `facts`. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, facts: ErrorFacts = {}, options?: { cause?: unknown }) {
    const factTexts = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
    super([code, ...factTexts].join('; '), options);
    this.code = code;
    this.facts = facts;
  }
}

/**
 * Converts any thrown value to an AppError. An abort becomes `aborted`, an exceeded quota `storage-failed`, and other values
 * `internal`. An AppError is returned unchanged.
 */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { name, message } = thrown instanceof Error ? thrown : { name: '', message: String(thrown) };
  const options = { cause: thrown };
  if (name === 'AbortError') return new AppError('aborted', {}, options);
  // Some of these errors have no message.
  if (name === 'QuotaExceededError') return new AppError('storage-failed', { reason: 'quota-exceeded' }, options);
  return new AppError('internal', { why: message || name }, options);
}
