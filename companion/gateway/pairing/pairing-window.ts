import { AppError } from '#core/errors/error.ts';
import { computeCodeMac, verifyCodeMac, type Transcript } from '#protocol/handshake.ts';
import { createPairingCode } from './pairing-code.ts';

const codeLifetimeMs = 120_000;
const maxTries = 5;

/** The events that `assay pair` shows. */
export type PairingEvent =
  | { readonly event: 'code'; readonly code: string; readonly origin: string }
  | { readonly event: 'wrong-code'; readonly triesLeft: number }
  | { readonly event: 'paired'; readonly origin: string }
  | { readonly event: 'ended'; readonly reason: 'code-expired' | 'code-wrong' | 'page-closed' };

interface OpenWindow {
  /** The only origin that may be paired; `null` for any origin. */
  readonly origin: string | null;
  readonly report: (event: PairingEvent) => void;
  attempt: PairingAttempt | null;
}

/**
 * The time window in which one page can be paired. `assay pair` opens it. It closes when a page has been paired, its code has
 * expired or the command ends. A page cannot open it.
 */
export class PairingWindow {
  #current: OpenWindow | null = null;

  /** @returns `false` if the window is already open */
  open(origin: string | null, report: (event: PairingEvent) => void): boolean {
    if (this.#current) return false;
    this.#current = { origin, report, attempt: null };
    return true;
  }

  close(): void {
    this.#current?.attempt?.end();
    this.#current = null;
  }

  /** Whether a page of this origin may be paired now. */
  accepts(origin: string): boolean {
    const open = this.#current;
    return open !== null && open.attempt === null && (open.origin ?? origin) === origin && isPairable(origin);
  }

  /**
   * Starts the pairing of a page: creates its code and reports it.
   * @throws AppError companion-rejected if no window is open, or another page is being paired
   */
  start(origin: string): PairingAttempt {
    const open = this.#current;
    if (!open || !this.accepts(origin)) throw new AppError('companion-rejected', { reason: 'pairing-not-open' });
    open.attempt = new PairingAttempt(origin, (event) => {
      open.report(event);
      if (event.event === 'ended' || event.event === 'paired') this.#current = null;
    });
    return open.attempt;
  }
}

/**
 * Whether an origin reliably identifies its pages. It must use HTTPS or be on this machine, because unencrypted pages can be
 * replaced in transit. The origin `null` is shared by all sandboxed pages.
 */
export function isPairable(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.origin === origin && (url.protocol === 'https:' || isLoopback(url));
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

/** The pairing of one page, with one code. */
export class PairingAttempt {
  readonly #origin: string;
  readonly #report: (event: PairingEvent) => void;
  readonly #timer: NodeJS.Timeout;
  /** `null` once the code is used or has expired. */
  #code: string | null = createPairingCode();
  #triesLeft = maxTries;
  #onEnd: () => void = () => {};

  constructor(origin: string, report: (event: PairingEvent) => void) {
    this.#origin = origin;
    this.#report = report;
    this.#timer = setTimeout(() => this.end('code-expired'), codeLifetimeMs);
    report({ event: 'code', code: this.#code ?? '', origin });
  }

  /**
   * Checks the page's proof of the code. Every call counts as an attempt.
   * @returns the companion's own proof
   * @throws AppError companion-rejected if the proof is wrong, or the code is no longer valid
   */
  async prove(mac: string, transcript: Transcript): Promise<string> {
    const code = this.#code;
    if (code === null || this.#triesLeft === 0) throw new AppError('companion-rejected', { reason: 'code-expired' });
    const triesLeft = --this.#triesLeft; // counted before the check, so that concurrent attempts count
    if (await verifyCodeMac(code, mac, 'page-code', transcript)) {
      if (this.#code === null) throw new AppError('companion-rejected', { reason: 'code-expired' });
      this.#finish();
      return computeCodeMac(code, 'companion-code', transcript);
    }
    if (triesLeft === 0) this.end('code-wrong');
    else this.#report({ event: 'wrong-code', triesLeft });
    throw new AppError('companion-rejected', { reason: 'code-wrong', triesLeft });
  }

  /** Whether the page may try again. */
  get hasTries(): boolean {
    return this.#code !== null && this.#triesLeft > 0;
  }

  /**
   * @param listener called when the attempt ends, except after the page's last wrong code, whose reply already reports
   * the end
   */
  onEnd(listener: () => void): void {
    this.#onEnd = listener;
  }

  /** Reports the completed pairing. Must be called after the page has been stored. */
  succeed(): void {
    this.#report({ event: 'paired', origin: this.#origin });
  }

  /** Ends the attempt. Has no effect once the code is used. */
  end(reason: Extract<PairingEvent, { event: 'ended' }>['reason'] = 'page-closed'): void {
    if (this.#code === null) return;
    this.#finish();
    this.#report({ event: 'ended', reason });
    if (reason !== 'code-wrong') this.#onEnd();
  }

  #finish(): void {
    this.#code = null;
    clearTimeout(this.#timer);
  }
}
