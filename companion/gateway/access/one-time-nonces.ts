import { hashSecret, createSecret } from './secret.ts';

/** The maximum number of unused links. Another link invalidates the oldest. Heuristic, not measured. */
const maxUnused = 16;

/** The nonces in links to the companion's own page. A page can exchange each nonce once for the token of this run. */
export class OneTimeNonces {
  /** Nonces are looked up by their hash, so that the time of a lookup reveals nothing about them. */
  readonly #hashes = new Set<string>();

  create(): string {
    const nonce = createSecret('base64url');
    this.#hashes.add(hashSecret(nonce));
    const [oldest] = this.#hashes;
    if (this.#hashes.size > maxUnused && oldest !== undefined) this.#hashes.delete(oldest);
    return nonce;
  }

  /** Invalidates a nonce, and returns whether it was valid. */
  use(nonce: string): boolean {
    return this.#hashes.delete(hashSecret(nonce));
  }
}
