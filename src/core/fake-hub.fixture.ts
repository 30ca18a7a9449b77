// What the fake hub (`e2e/fixtures/hub.ts`) and the tests that direct it, in Node and in browsers, tell each other.

/** What `POST /__control/file` takes. */
export interface Published {
  /** `<org>/<name>/<path>` */
  readonly file: string;
  readonly sizeBytes: number;
  /** Of the bytes. */
  readonly seed?: number;
  /** Whether the hub keeps it apart, with its hash in the listing, and sends it from another origin; if absent, yes. */
  readonly isLarge?: boolean;
  /** What it begins with, in base64. */
  readonly head?: string;
}

/** One answer for a file, as `POST /__control/log` lists them. */
export interface Logged {
  readonly file: string;
  /** Large files come from another than the hub's own. */
  readonly host: string;
  readonly range: string | null;
  readonly ifRange: string | null;
  readonly status: number;
}

/** What is to go wrong, as `POST /__control/fault` takes it. */
export interface Fault {
  /** `<org>/<name>/<path>`; `<org>/<name>` for what is said about the repository itself (`busy` and `denied`). */
  readonly file: string;
  readonly kind:
    | 'drop' // the connection breaks after `bytes` of the body
    | 'truncate' // the body ends early, politely, after `bytes`
    | 'corrupt' // the byte at `bytes` is wrong
    | 'busy' // 429 with `Retry-After: retryAfter`, or without
    | 'denied' // `status`: 401 or 403
    | 'no-ranges' // Range is ignored
    | 'no-guard' // CORS refuses If-Range
    | 'claims' // says that the file has `bytes`
    | 'slow'; // `bytes` a second, until it is healed
  readonly bytes?: number;
  readonly retryAfter?: string;
  readonly status?: number;
  /** How many answers it spoils; all, if absent. */
  readonly times?: number;
}
