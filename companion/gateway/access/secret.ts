import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits. */
export function createSecret(encoding: 'base64' | 'base64url'): string {
  return randomBytes(32).toString(encoding);
}

/** The stored form of a secret. It has 256 random bits, so a fast hash cannot be inverted by guessing. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether a text has the hash, compared in constant time. */
export function hasHash(text: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(text)), Buffer.from(hash));
}

/** The credential of `Authorization: Bearer`; `null` if there is none. */
export function readBearerToken(authorization: string | undefined): string | null {
  return /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization ?? '')?.[1] ?? null;
}
