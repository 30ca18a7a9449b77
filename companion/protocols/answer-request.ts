import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, asAppError, type ErrorCode } from '#core/errors/error.ts';
import { sendJson } from '../gateway/read-json-body.ts';

/** The status of an error that is caused neither by the request (400) nor by this program (500). */
const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
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

/** Builds the body of an error in the format of a protocol. */
export type ErrorBody = (error: AppError, status: number) => object;

/**
 * Answers a request with `work`, which ends early if the client disconnects.
 * @param work gets a signal that aborts on disconnection; its errors are sent in the format of the protocol
 */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  errorBody: ErrorBody,
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
    const status = error.facts.reason === 'body-too-large' ? 413 : (statuses[error.code] ?? 500);
    if (!request.complete) response.setHeader('Connection', 'close'); // the rest of its body is not read
    sendJson(response, errorBody(error, status), status);
  }
}
