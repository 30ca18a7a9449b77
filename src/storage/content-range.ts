/** The part of a file that a response contains, by its headers. */
export interface ResponseRange {
  /** Offset of the part; 0 for a whole file. */
  readonly start: number;
  /** Size of the whole file; null where the server does not state it. */
  readonly sizeBytes: number | null;
  /** Whether the response is a part, as requested (206). */
  readonly isPart: boolean;
  /** The strong ETag, which may validate a range request. */
  readonly etag: string | null;
  /** What identifies a version of the file: the ETag, a weak one too, else the date; null: nothing does. */
  readonly version: string | null;
}

/** `bytes 0-99/1000`, RFC 9110, 14.4; null where it is anything else. */
export function parseContentRange(
  value: string | null,
): { start: number; end: number; sizeBytes: number | null } | null {
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(value ?? '');
  if (!match) return null;
  return { start: Number(match[1]), end: Number(match[2]) + 1, sizeBytes: match[3] === '*' ? null : Number(match[3]) };
}

/** Only a strong validator may be used for a range request (RFC 9110, 13.1.5). */
export function strongEtag(value: string | null): string | null {
  return value !== null && value.startsWith('"') ? value : null;
}

/** The part in `response`; null where its `Content-Range` is not valid. */
export function parseRangeResponse(response: Response): ResponseRange | null {
  const given = response.headers.get('ETag');
  const etag = strongEtag(given);
  const version = given ?? response.headers.get('Last-Modified');
  if (response.status !== 206) {
    // A compressed body has another length than the file.
    const length = response.headers.has('Content-Encoding') ? null : response.headers.get('Content-Length');
    return { start: 0, sizeBytes: length === null ? null : Number(length), isPart: false, etag, version };
  }
  const range = parseContentRange(response.headers.get('Content-Range'));
  return range && { start: range.start, sizeBytes: range.sizeBytes, isPart: true, etag, version };
}
