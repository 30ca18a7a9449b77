import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Creates a secret of 256 random bits. */
export function createSecret(encoding: 'base64' | 'base64url'): string {
  return randomBytes(32).toString(encoding);
}

/** Hashes a secret by SHA-256 for storage. With 256 random bits, even a fast hash cannot be inverted by guessing. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether a text has a hash. Compares in constant time. */
export function hasHash(text: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(text)), Buffer.from(hash));
}

/** Reads the token of an `Authorization: Bearer` header; `null` if there is none. */
export function readBearerToken(authorization: string | undefined): string | null {
  return /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization ?? '')?.[1] ?? null;
}
