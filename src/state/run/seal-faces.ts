import { AppError } from '#core/errors/error.ts';
import type { SealedFaces } from '#records/face-records.ts';
import type { Person } from '#tasks/face-recognition/identify.ts';

/** The encrypted data: the enrolled people, and the maximum distance at which a face is recognised. */
export interface Faces {
  readonly people: readonly Person[];
  readonly maxDistance: number;
}

/** A key with the salt that it was derived with. */
export interface FacesKey {
  readonly key: CryptoKey;
  readonly salt: Uint8Array<ArrayBuffer>;
}

const saltBytes = 16;
const ivBytes = 12;

export const createSalt = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(saltBytes));

/** Encrypts faces. AES-GCM also authenticates them: changed bytes cannot be decrypted. */
export async function sealFaces(faces: Faces, { key, salt }: FacesKey): Promise<SealedFaces> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  const plain = new TextEncoder().encode(JSON.stringify(faces));
  return { salt, iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain) };
}

/** @throws AppError faces-locked for a wrong passphrase or damaged data */
export async function openFaces({ iv, sealed }: SealedFaces, key: CryptoKey): Promise<Faces> {
  try {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed);
    return JSON.parse(new TextDecoder().decode(plain)) as Faces;
  } catch {
    throw new AppError('faces-locked');
  }
}
