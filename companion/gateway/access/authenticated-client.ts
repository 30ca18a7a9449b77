import type { Connection } from '../connection.ts';
import type { Identity } from './identity.ts';

/** A client that has authenticated, on its WebSocket. */
export interface AuthenticatedClient {
  readonly connection: Connection;
  readonly identity: Identity;
  /**
   * Replaces the key of a paired page; the next connection needs the new one.
   * @param signature of the new key over the transcript of this connection with the new key
   * @throws AppError companion-rejected
   */
  rotateKey(publicKey: string, signature: string): Promise<void>;
}
