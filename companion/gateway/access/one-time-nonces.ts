import { hashSecret, createSecret } from './secret.ts';

/** The maximum number of unused links; beyond it, the oldest becomes invalid. Heuristic, not measured. */
const maxUnused = 16;

/** The nonces in links to the companion's own page. A page exchanges a nonce, once, for the token of this run. */
export class OneTimeNonces {
  /** Nonces are found by their hash, so that the time of a search reveals nothing about them. */
  readonly #hashes = new Set<string>();

  create(): string {
    const nonce = createSecret('base64url');
    this.#hashes.add(hashSecret(nonce));
    const [oldest] = this.#hashes;
    if (this.#hashes.size > maxUnused && oldest !== undefined) this.#hashes.delete(oldest);
    return nonce;
  }

  /** @returns whether the nonce was valid; it is invalid from then on */
  use(nonce: string): boolean {
    return this.#hashes.delete(hashSecret(nonce));
  }
}
