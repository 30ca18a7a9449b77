import type { Reason } from './reason.ts';

/**
 * The error codes, with the facts that their messages contain. Each language has a table of messages that explain the error
 * and its remedy (`src/words`).
 */
export const errorCodes = [
  'engine-unavailable', // this engine or device is not available here: {engine, device, why}
  'engine-not-cached', // a file of an engine is not cached and could not be fetched: {engine}
  'engine-not-ready', // the companion lacks an engine or cannot use it: {engine, ...PackageState}
  'engine-rejected', // a package or library of an engine is faulty or not the expected one: {file, reason | why}
  'engine-died', // the process of a native engine ended during a call: {engine, reason}
  'engine-in-use', // another command is adding or removing the engine: {engine}
  'model-unsupported', // the model can be read, but the engine cannot run it: {model, why, misfit?, task?, suits?, id?}
  'model-parts', // the files do not form a model for a task: {problem, files, roles}; `src/tasks/assign-roles.ts`
  'model-corrupt', // the bytes violate the file format: {format, offset, why}
  'graph-unavailable', // a model file contains no graph that can be drawn: {model, reason}
  'model-unknown', // no matching catalogue entry or format: {model, detectedAs?}; `detectedAs` is the actual type of the file
  'model-not-stored', // a link names a model that is not stored in this browser: {model}
  'other-model', // a run has a different model than the result it is compared with: {model, sha256, otherModel, otherSha256}
  'other-copy', // the files chosen for a missing copy are different ones: {file, model}
  'model-in-use', // a tab has the model open, so it cannot be deleted: {model}
  'input-invalid', // an input value does not match the model: {name, actual, expected}
  'input-blank', // an image contains no text to read
  'file-unreadable', // an image or file could not be decoded: {file, why}
  'file-permission-denied', // the user or the browser denied access to a remembered file: {file}
  'file-gone', // a remembered file was moved or deleted: {file}
  'file-changed', // a file has changed since it was last opened: {file, sizeBytes, modifiedAt}, with its current values
  'labels-invalid', // a label file cannot be read: {file, line?, reason}
  'not-scored', // the result of an item cannot be compared with its label: {reason}
  'dataset-unclear', // the layout of a labelled dataset or the choice of its files is ambiguous: {reason}
  'fetch-failed', // bytes could not be fetched: {url, why}
  'access-denied', // a server requires a sign-in or accepting its terms: {url, status}
  'out-of-memory', // an allocation failed or would exceed a limit: {needBytes?, why}
  'worker-died', // the worker of a session terminated unexpectedly: {engine}
  'device-lost', // the GPU device was lost: {why}
  'companion-unreachable', // the companion does not answer, or its connection was lost: {address, reason}
  'companion-rejected', // the companion rejected a connection or a request: {reason}
  'message-invalid', // a message between page and companion does not follow the protocol: {reason}; `src/core/errors/message-fault.ts`
  'server-failed', // a remote server that the companion uses has failed: {server, url, reason | why}
  'server-address', // the address of a remote server is not allowed: {url, reason}
  'request-invalid', // a client sent an invalid request to the companion's HTTP servers: {reason}
  'session-closed', // the companion closed an open model, or does not know it: {reason}
  'deadline-exceeded', // a request to the companion exceeded its deadline: {deadlineMs}
  'aborted', // the user or the caller stopped the operation
  'run-interrupted', // every sample was excluded because the page was hidden: {why}
  'link-invalid', // a link is unreadable: {reason, which?}, or belongs to another task: {model, madeFor, task}
  'hallmark-invalid', // a hallmark is invalid, or a run cannot have one: {reason}; `src/core/errors/hallmark-fault.ts`
  'result-invalid', // a result in a file cannot be imported: {entry, reason}; `entry` counts from 1
  'results-newer', // a file of results was saved by a later version of Assay: {version, maxVersion}
  'gates-invalid', // a gate file cannot be used: {reason}; `src/core/errors/gate-file-fault.ts`
  'recipe-invalid', // a recipe of the optimiser cannot be used: {reason}
  'deployment-changed', // a change to a deployment no longer applies: {reason, version}
  'federation-invalid', // an invitation is invalid, or its plan does not fit the model or the data: {reason}
  'federation-refused', // the coordinator refused a request, or the participant's privacy budget does not allow it: {reason}
  'coordinator-untrusted', // the coordinator stated something that cannot be true: {reason}
  'deployments-newer', // a deployment was stored by a later version of Assay: {version, maxVersion}
  'conversation-invalid', // a file of conversations cannot be imported: {file, reason}
  'address-invalid', // the typed text is not the address of a model: {why}
  'storage-failed', // the storage of this browser or of the companion failed: {host?, reason | why}
  'camera-unavailable', // the camera cannot be used: {reason | why}
  'microphone-unavailable', // the microphone cannot be used: {reason | why}
  'faces-locked', // the enrolled faces are corrupt, or the passphrase does not decrypt them
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
