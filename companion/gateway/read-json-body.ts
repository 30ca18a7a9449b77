import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { sendText } from './static-files.ts';

/** The maximum size of the JSON bodies of pages and commands. */
const maxSmallBytes = 16 << 10;

/**
 * Reads a JSON body, small unless `maxBytes` is given. Only `application/json` is accepted, which a form of a foreign page cannot send.
 * @returns the body; `null` if it is invalid, in which case the request has been answered
 */
export async function readJsonBody<T>(
  request: IncomingMessage,
  response: ServerResponse,
  schema: v.GenericSchema<T>,
  maxBytes = maxSmallBytes,
): Promise<T | null> {
  if (request.headers['content-type'] !== 'application/json') {
    sendText(response, 415, 'The body must be application/json.');
    return null;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      response.setHeader('Connection', 'close');
      sendText(response, 413, `The body is larger than ${maxBytes} bytes.`);
      return null;
    }
    chunks.push(chunk);
  }
  const parsed = v.safeParse(schema, tryParseJson(Buffer.concat(chunks).toString()));
  if (parsed.success) return parsed.output;
  sendText(response, 400, 'The body is not valid.');
  return null;
}

function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sends a value as JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}
