import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Creates a secret of 256 random bits. */
export function createSecret(encoding: 'base64' | 'base64url'): string {
  return randomBytes(32).toString(encoding);
}

/** The SHA-256 by which a secret is stored. A secret has 256 random bits, so even a fast hash cannot be inverted by guessing. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether a text has the hash, compared in constant time. */
export function hasHash(text: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(text)), Buffer.from(hash));
}

/** Reads the credential of `Authorization: Bearer`; `null` if there is none. */
export function readBearerToken(authorization: string | undefined): string | null {
  return /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization ?? '')?.[1] ?? null;
}
