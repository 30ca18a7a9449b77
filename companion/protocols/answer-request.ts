import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, asAppError, type ErrorCode } from '#core/errors/error.ts';
import { sendJson } from '../gateway/read-json-body.ts';

/** The HTTP status of each error code. All other codes are 500. */
const httpStatuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  'request-invalid': 400,
  'input-invalid': 400,
  'model-corrupt': 400,
  'model-unsupported': 400,
  'model-unknown': 404,
  'companion-rejected': 429,
  'out-of-memory': 503,
  'engine-not-ready': 503,
  'engine-unavailable': 503,
  'engine-died': 503,
  'server-failed': 502,
  'deadline-exceeded': 504,
};

/** Formats the body of an error response in the format of a protocol. */
export type FormatErrorBody = (error: AppError, status: number) => object;

/**
 * Answers a request by `work`. Errors of `work` are sent in the format of the protocol.
 * @param work receives a signal that aborts when the client disconnects
 */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  formatErrorBody: FormatErrorBody,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const disconnection = new AbortController();
  response.once('close', () => disconnection.abort(new AppError('aborted')));
  try {
    await work(disconnection.signal);
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code === 'internal') console.error(thrown);
    if (disconnection.signal.aborted || response.headersSent) return void response.destroy();
    const status = error.facts.reason === 'body-too-large' ? 413 : (httpStatuses[error.code] ?? 500);
    if (!request.complete) response.setHeader('Connection', 'close'); // because the rest of the body is not read
    sendJson(response, formatErrorBody(error, status), status);
  }
}
