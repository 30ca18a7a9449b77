import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { AppError } from '#core/errors/error.ts';

/** Maximum total size of the bodies of all requests. Heuristic: four of the largest. */
const defaultMaxBytesTogether = 1 << 30;

/** Reads the bodies of requests, and limits the memory that they use together. */
export class RequestBodies {
  readonly #maxBytesTogether: number;
  #bytes = 0;

  constructor(maxBytesTogether = defaultMaxBytesTogether) {
    this.#maxBytesTogether = maxBytesTogether;
  }

  /**
   * Calls `handle` with the body of a request, whose memory counts until `handle` has returned.
   * @throws AppError request-invalid for one that is too large | companion-rejected while others use the memory
   */
  async use<T>(
    request: IncomingMessage,
    maxBytes: number,
    handle: (body: Buffer<ArrayBuffer>) => Promise<T>,
  ): Promise<T> {
    const coding = request.headers['content-encoding'];
    if (coding !== undefined) throw new AppError('request-invalid', { reason: 'body-encoding', coding });
    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        this.#bytes += chunk.length;
        if (bytes > maxBytes) throw new AppError('request-invalid', { reason: 'body-too-large', maxBytes });
        if (this.#bytes > this.#maxBytesTogether)
          throw new AppError('companion-rejected', { reason: 'requests-too-large' });
        chunks.push(chunk);
      }
      return await handle(Buffer.concat(chunks));
    } finally {
      this.#bytes -= bytes;
    }
  }
}

/**
 * Parses JSON. An empty text is an empty object.
 * @throws AppError request-invalid
 */
export function parseJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new AppError('request-invalid', { reason: 'body-not-json' });
  }
}

/** @throws AppError request-invalid, with the first field that does not match the schema */
export function checkBody<T>(json: unknown, schema: v.GenericSchema<unknown, T>): T {
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new AppError('request-invalid', {
    reason: 'body-field',
    field: v.getDotPath(issue) ?? '',
    actual: issue.received,
  });
}
