import type { PairingAttempt } from '#companion-client/pair-by-code.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import { removeLocalText } from '#records/local-storage.ts';
import { storePairedCompanion } from '#records/paired-companion.ts';
import { companion } from './companion.svelte.ts';
import { companionTokenKey, isOnThisMachine, createLocalEndpoint } from './companion-access.ts';

/** The port of `npm start`. */
const defaultPort = 7319;

/** Pairs this page with a companion by the code that the companion shows. Nothing is contacted before `begin`. */
export class Pairing {
  step = $state<'idle' | 'connecting' | 'code' | 'proving'>('idle');
  /** Why the last step failed. */
  error = $state.raw<AppError | null>(null);
  port = $state(isOnThisMachine() ? Number(location.port) || 80 : defaultPort);
  /** The code as typed by the user. */
  code = $state('');
  /** Whether this page has tried to connect before. */
  hasTriedToConnect = $state(false);
  readonly isOwnPage = isOnThisMachine();
  #attempt: PairingAttempt | null = null;
  #controller = new AbortController();

  /**
   * Connects to the companion and requests a code. Call this in a click handler: the browser may ask for permission.
   */
  async begin(): Promise<void> {
    const { signal } = (this.#controller = new AbortController());
    [this.step, this.error, this.code, this.hasTriedToConnect] = ['connecting', null, '', true];
    try {
      const { beginPairing } = await import('#companion-client/pair-by-code.ts');
      const attempt = await beginPairing(createLocalEndpoint(this.port), signal);
      if (signal.aborted) return attempt.cancel();
      this.#attempt = attempt;
      this.step = 'code';
      void attempt.ended.then((reason) => this.#end(attempt, reason));
    } catch (thrown) {
      if (!signal.aborted) this.#fail(thrown);
    }
  }

  async prove(): Promise<void> {
    const attempt = this.#attempt;
    if (!attempt || this.step !== 'code') return;
    [this.step, this.error] = ['proving', null];
    try {
      const { privateKey, publicKey, companionKey } = await attempt.prove(this.code);
      this.#attempt = null;
      await storePairedCompanion({ port: this.port, privateKey, publicKey, companionKey, pairedAtMs: Date.now() });
      removeLocalText(companionTokenKey); // the token of an earlier start
      this.step = 'idle';
      void companion.restart();
    } catch (thrown) {
      const error = asAppError(thrown);
      if (this.step !== 'proving') return; // pairing was cancelled meanwhile
      if (error.facts['triesLeft']) [this.step, this.error, this.code] = ['code', error, ''];
      else this.#fail(error);
    }
  }

  cancel(): void {
    this.#controller.abort();
    this.#attempt?.cancel();
    this.#attempt = null;
    [this.step, this.error] = ['idle', null];
  }

  /** The companion ended the attempt while it waited for the code. */
  #end(attempt: PairingAttempt, reason: AppError): void {
    if (attempt === this.#attempt && this.step === 'code') this.#fail(reason);
  }

  #fail(thrown: unknown): void {
    this.#attempt?.cancel();
    this.#attempt = null;
    [this.step, this.error] = ['idle', asAppError(thrown)];
    void companion.readPermission(); // the user may have denied it
  }
}
