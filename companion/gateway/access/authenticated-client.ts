import type { Connection } from '../connection.ts';
import type { Identity } from './identity.ts';

/** An authenticated client and its WebSocket. */
export interface AuthenticatedClient {
  readonly connection: Connection;
  readonly identity: Identity;
  /**
   * Replaces the key of a paired page. Later connections need the new key.
   * @param signature the new key's signature of this connection's transcript, in which the new key replaces the old
   * @throws AppError companion-rejected
   */
  rotateKey(publicKey: string, signature: string): Promise<void>;
}
