import { hashSecret, createSecret } from './secret.ts';

/** Maximum number of unopened links; beyond it, the oldest becomes invalid. Heuristic, not measured. */
const maxOpen = 16;

/** Nonces in the links by which the program opens its own page; each is exchanged once for the token of this start. */
export class OneTimeNonces {
  /** Found by hash, so the time of a search reveals nothing about a nonce. */
  readonly #hashes = new Set<string>();

  create(): string {
    const nonce = createSecret('base64url');
    this.#hashes.add(hashSecret(nonce));
    const [oldest] = this.#hashes;
    if (this.#hashes.size > maxOpen && oldest !== undefined) this.#hashes.delete(oldest);
    return nonce;
  }

  /** Whether the nonce was valid; it is not valid again. */
  use(nonce: string): boolean {
    return this.#hashes.delete(hashSecret(nonce));
  }
}
