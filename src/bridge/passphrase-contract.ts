/** The worker that derives keys, called through `bridge/passphrase-handle.ts`. */
export interface PassphraseWorker {
  /**
   * Derives 32 bytes by Argon2id.
   * @param salt 16 random bytes, stored with the ciphertext
   */
  deriveKey(passphrase: string, salt: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
}
