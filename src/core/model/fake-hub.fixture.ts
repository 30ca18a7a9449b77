// The interface between the fake hub (`e2e/fixtures/hub.ts`) and the tests that control it, in Node and in browsers.

/**
 * Controls the fake hub. Browsers call the methods by `POST /__control/<method>` with the arguments as a JSON array.
 * `repository` (`<org>/<name>`) limits a call to one repository, so that tests can share a hub.
 */
export interface HubControl {
  /**
   * Adds a file to the hub, replacing any file of the same name.
   * @param file `<org>/<name>/<path>`
   * @returns its SHA-256 in hexadecimal
   */
  addFile(file: string, content: HubFileContent): string;
  /**
   * Injects a fault into later requests for a file.
   * @param file `<org>/<name>/<path>`; `<org>/<name>` for requests about the repository itself (`busy` and `denied`)
   */
  injectFault(file: string, fault: Fault): void;
  /** Clears the faults. */
  clearFaults(repository?: string): void;
  /** Removes files, faults and log. */
  reset(repository?: string): void;
  /** The responses so far to requests for files, in order. */
  log(repository?: string): LoggedRequest[];
}

/** The content of a file: `head`, then pseudo-random bytes from `seed`. */
export interface HubFileContent {
  /** The first bytes, in JSON as base64. */
  readonly head?: Uint8Array | string | undefined;
  /** Default: the length of `head`. */
  readonly sizeBytes?: number;
  /** Default: 1. */
  readonly seed?: number;
  /** Whether the listing has the file's hash and another origin serves the file; default true. */
  readonly isLarge?: boolean;
}

/** One response for a file. */
export interface LoggedRequest {
  readonly file: string;
  /** The host that responded. Large files are served from a different origin than the hub's. */
  readonly host: string;
  readonly range: string | null;
  readonly ifRange: string | null;
  readonly status: number;
}

/** A fault to inject. */
export interface Fault {
  readonly kind:
    | 'drop' // the connection breaks after `bytes` of the body
    | 'truncate' // the body ends after `bytes`, without a connection error
    | 'corrupt' // the byte at `bytes` is wrong
    | 'busy' // status 429, with `Retry-After: retryAfter` if that is given
    | 'denied' // `status`: 401 or 403
    | 'no-ranges' // Range is ignored
    | 'no-guard' // CORS does not allow If-Range
    | 'claims' // reports a size of `bytes`
    | 'slow'; // `bytes` per second, until the fault is cleared
  readonly bytes?: number;
  readonly retryAfter?: string;
  readonly status?: number;
  /** The number of responses affected; default: all. */
  readonly times?: number;
}

/** The commit of every repository of the fake hub. */
export const hubCommit = '0123456789abcdef0123456789abcdef01234567';
