import { randomBytes } from 'node:crypto';

/** Crockford's Base32 alphabet, which omits the ambiguous letters I, L and O, and U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Creates a code of 60 random bits, such as `K7QM-2XRT-9FWD`. An attacker who records a pairing can test codes against its
 * proofs, but has only two minutes for 2^60 codes. After that, the code is worthless, because no key is derived from it.
 */
export function createPairingCode(): string {
  const characters = Array.from(randomBytes(12), (byte) => alphabet[byte % 32]);
  return characters.join('').replace(/....(?=.)/g, '$&-');
}
