import type { DBSchema } from 'idb';
import { RecordDatabase } from './database.ts';

/** Enrolled faces, encrypted by AES-GCM with a key derived from the user's passphrase by Argon2id. */
export interface SealedFaces {
  /** Salt of Argon2id. */
  readonly salt: Uint8Array<ArrayBuffer>;
  /** Initialisation vector of AES-GCM, new each time the faces are stored. */
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

interface Schema extends DBSchema {
  faces: { key: 'faces'; value: SealedFaces };
}

const database = new RecordDatabase<Schema>('assay-faces', [(created) => void created.createObjectStore('faces')]);

/**
 * Reads the encrypted faces.
 * @returns `undefined` if nobody was enrolled
 */
export async function readFaces(): Promise<SealedFaces | undefined> {
  return (await database.open()).get('faces', 'faces');
}

export async function storeFaces(faces: SealedFaces): Promise<void> {
  await (await database.open()).put('faces', faces, 'faces');
}

export async function deleteFaces(): Promise<void> {
  await (await database.open()).clear('faces');
}
