// What the fake hub (`e2e/fixtures/hub.ts`) and the tests that direct it, in Node and in browsers, tell each other.

/**
 * How tests direct the fake hub. In Node these are its methods; a browser calls them by `POST /__control/<method>` with
 * the arguments as a JSON array, and is answered what they return. `repository` (`<org>/<name>`) limits what they do to
 * one, so that tests can share a hub; without it they are about all.
 */
export interface HubControl {
  /**
   * Puts a file on the hub, in place of one of the same name.
   * @param file `<org>/<name>/<path>`
   * @returns its SHA-256 in hexadecimal
   */
  publish(file: string, content: Content): string;
  /**
   * Sets what goes wrong with a file from here on.
   * @param file `<org>/<name>/<path>`; `<org>/<name>` for what is said about the repository itself (`busy` and `denied`)
   */
  spoil(file: string, fault: Fault): void;
  /** Takes the faults back. */
  heal(repository?: string): void;
  /** Takes back files, faults and log. */
  reset(repository?: string): void;
  /** The answers so far to requests for files, in order. */
  log(repository?: string): Logged[];
}

/** What is in a file: `head`, then bytes that follow from `seed`. */
export interface Content {
  /** What it begins with: bytes, or where they come as JSON, base64. */
  readonly head?: Uint8Array | string | undefined;
  /** If absent, as long as `head`. */
  readonly sizeBytes?: number;
  /** If absent, 1. */
  readonly seed?: number;
  /** Whether the hub keeps it apart, with its hash in the listing, and sends it from another origin; if absent, yes. */
  readonly isLarge?: boolean;
}

/** One answer for a file. */
export interface Logged {
  readonly file: string;
  /** Large files come from another than the hub's own. */
  readonly host: string;
  readonly range: string | null;
  readonly ifRange: string | null;
  readonly status: number;
}

/** What is to go wrong. */
export interface Fault {
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

/** The commit that every repository of the fake hub is at. */
export const hubCommit = '0123456789abcdef0123456789abcdef01234567';
