import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { AppError } from '#core/errors/error.ts';

/** The maximum total size of all bodies in memory, enough for four of the maximum size. Heuristic, not measured. */
const defaultMaxTotalBytes = 1 << 30;

/** Reads the bodies of requests, and limits the total memory that they use. */
export class RequestBodies {
  readonly #maxTotalBytes: number;
  #totalBytes = 0;

  constructor(maxTotalBytes = defaultMaxTotalBytes) {
    this.#maxTotalBytes = maxTotalBytes;
  }

  /**
   * Calls `handle` with the body of a request. The body counts towards the total until `handle` has completed.
   * @throws AppError request-invalid for a body that is too large | companion-rejected while other bodies use the memory
   */
  async withBody<T>(
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
        this.#totalBytes += chunk.length;
        if (bytes > maxBytes) throw new AppError('request-invalid', { reason: 'body-too-large', maxBytes });
        if (this.#totalBytes > this.#maxTotalBytes)
          throw new AppError('companion-rejected', { reason: 'requests-too-large' });
        chunks.push(chunk);
      }
      return await handle(Buffer.concat(chunks));
    } finally {
      this.#totalBytes -= bytes;
    }
  }
}

/**
 * Parses a JSON body. An empty body is an empty object.
 * @throws AppError request-invalid
 */
export function parseJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new AppError('request-invalid', { reason: 'body-not-json' });
  }
}

/**
 * Validates a body.
 * @throws AppError request-invalid, with the first field that does not match the schema
 */
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
