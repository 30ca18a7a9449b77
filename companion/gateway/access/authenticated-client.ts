import type { Connection } from '../connection.ts';
import type { Identity } from './identity.ts';

/** A client that has authenticated, on its WebSocket. */
export interface AuthenticatedClient {
  readonly connection: Connection;
  readonly identity: Identity;
  /**
   * Replaces the key of a paired page. The next connection needs the new key.
   * @param signature by the new key, over the transcript of this connection with the new key in it
   * @throws AppError companion-rejected
   */
  rotateKey(publicKey: string, signature: string): Promise<void>;
}
