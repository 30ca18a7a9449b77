/** The range of a file that a response contains, according to its headers. */
export interface ResponseRange {
  /** Offset of the range; 0 for a whole file. */
  readonly start: number;
  /** Size of the whole file; `null` if the server does not report it. */
  readonly sizeBytes: number | null;
  /** Whether the response is partial, as requested (206). */
  readonly isPartial: boolean;
  /** The strong ETag, which can validate a range request. */
  readonly etag: string | null;
  /**
   * Identifies the version of the file: the ETag, even a weak one, or else the date; `null` if the server sends
   * neither.
   */
  readonly version: string | null;
}

/**
 * Parses a `Content-Range` such as `bytes 0-99/1000`, with an exclusive `end`; `null` if the value has another form, or
 * the range ends before its start or after the file (RFC 9110, 14.4).
 */
export function parseContentRange(
  value: string | null,
): { start: number; end: number; sizeBytes: number | null } | null {
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(value ?? '');
  if (!match) return null;
  const [start, last] = [Number(match[1]), Number(match[2])];
  const sizeBytes = match[3] === '*' ? null : Number(match[3]);
  if (last < start || (sizeBytes !== null && last >= sizeBytes)) return null;
  return { start, end: last + 1, sizeBytes };
}

/** Returns a strong ETag, otherwise `null`: only a strong validator may be used with `If-Range` (RFC 9110, 13.1.5). */
export function parseStrongEtag(value: string | null): string | null {
  return value !== null && value.startsWith('"') ? value : null;
}

/** Parses the range of a response; `null` if its `Content-Range` is invalid. */
export function parseRangeResponse(response: Response): ResponseRange | null {
  const header = response.headers.get('ETag');
  const etag = parseStrongEtag(header);
  const version = header ?? response.headers.get('Last-Modified');
  if (response.status !== 206) {
    // The length of a compressed body is not the length of the file.
    const length = response.headers.has('Content-Encoding') ? null : response.headers.get('Content-Length');
    return { start: 0, sizeBytes: length === null ? null : Number(length), isPartial: false, etag, version };
  }
  const range = parseContentRange(response.headers.get('Content-Range'));
  return range && { start: range.start, sizeBytes: range.sizeBytes, isPartial: true, etag, version };
}
