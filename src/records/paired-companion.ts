import type { DBSchema } from 'idb';
import { RecordDatabase } from './database.ts';

/** The companion that is paired with this origin. Scripts can read none of its secrets. */
export interface PairedCompanion {
  /** The port of the companion on this machine. */
  readonly port: number;
  /** ECDSA on P-256, not extractable. */
  readonly privateKey: CryptoKey;
  /** The public keys of this page and of the companion, uncompressed points in base64. */
  readonly publicKey: string;
  readonly companionKey: string;
  /** Epoch milliseconds. */
  readonly pairedAtMs: number;
}

interface Schema extends DBSchema {
  /** The key is `this-machine`. */
  companions: { key: string; value: PairedCompanion };
}

const database = new RecordDatabase<Schema>('assay-companion', [
  (created) => void created.createObjectStore('companions'),
]);

export async function loadPairedCompanion(): Promise<PairedCompanion | null> {
  return (await (await database.open()).get('companions', 'this-machine')) ?? null;
}

/** Replaces the stored companion. */
export async function storePairedCompanion(companion: PairedCompanion): Promise<void> {
  await (await database.open()).put('companions', companion, 'this-machine');
}

export async function forgetPairedCompanion(): Promise<void> {
  await (await database.open()).delete('companions', 'this-machine');
}
