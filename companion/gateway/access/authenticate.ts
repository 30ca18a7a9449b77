import { AppError } from '#core/errors/error.ts';
import type { ClientMessage, Hello } from '#protocol/client-messages.ts';
import { verifySignature, createNonce, signTranscript, type Transcript } from '#protocol/handshake.ts';
import { scopes } from '#protocol/schemas.ts';
import { negotiateVersion } from '#protocol/version.ts';
import { closeCodes, type Connection } from '../connection.ts';
import { limits } from '../limits.ts';
import type { CompanionKey } from '../pairing/companion-key.ts';
import type { PairedPage, PairedPages } from '../pairing/paired-pages.ts';
import type { PairingAttempt, PairingWindow } from '../pairing/pairing-window.ts';
import type { AuthenticatedClient } from './authenticated-client.ts';
import { hasHash } from './secret.ts';

/** The credentials against which a WebSocket is authenticated. */
export interface Authority {
  /** The hash of the token of this run of the companion. */
  readonly tokenHash: string;
  readonly key: () => Promise<CompanionKey>;
  readonly pages: PairedPages;
  readonly pairing: PairingWindow;
  /** The version of this program, which is sent to the page. */
  readonly app: string;
}

/** The origin of a WebSocket. */
interface ConnectionSource {
  /** The `Origin` header of the upgrade, set by the browser. */
  readonly origin: string;
  /** Whether the origin is one of this server. */
  readonly isOwnOrigin: boolean;
  /** Called when the user has to enter the code, which takes longer than other messages. */
  readonly onPairing: () => void;
}

/**
 * Authenticates a WebSocket by its first messages, and answers with `welcome`.
 * @throws AppError companion-rejected
 */
export async function authenticate(
  connection: Connection,
  source: ConnectionSource,
  authority: Authority,
): Promise<AuthenticatedClient> {
  const hello = await expectMessage(connection, 'hello');
  const version = negotiateVersion(hello.versions);
  const client = await identify(connection, hello, version, source, authority);
  connection.send({
    type: 'welcome',
    version,
    app: authority.app,
    scopes: scopes.filter((scope) => client.identity.scopes.some((granted) => granted === scope)),
    limits: { maxMessageBytes: limits.maxMessageBytes, maxRequests: limits.maxRequests },
  });
  return client;
}

async function identify(
  connection: Connection,
  { auth }: Hello,
  version: number,
  { origin, isOwnOrigin, onPairing }: ConnectionSource,
  { tokenHash, key, pages, pairing }: Authority,
): Promise<AuthenticatedClient> {
  if (auth.kind === 'token') {
    if (!isOwnOrigin || !hasHash(auth.token, tokenHash)) throw createRejection('not-authenticated');
    const rotateKey = () => Promise.reject(createRejection('signature-invalid')); // a page with the token of this run has no key
    return { connection, identity: { kind: 'own-page', scopes }, rotateKey };
  }
  const { privateKey, publicKey } = await key();
  const transcript: Transcript = {
    origin,
    pageKey: auth.publicKey,
    pageNonce: auth.nonce,
    companionKey: publicKey,
    companionNonce: createNonce(),
  };
  const sendChallenge = async () => {
    const signature = await signTranscript(privateKey, 'companion-key', transcript);
    connection.send({ type: 'challenge', version, publicKey, nonce: transcript.companionNonce, signature });
  };

  if (auth.kind === 'paired') {
    if (!(await pages.find(auth.publicKey, origin))) throw createRejection('origin-not-paired', { origin });
    await sendChallenge();
    const { signature } = await expectMessage(connection, 'proof');
    if (!(await verifySignature(auth.publicKey, signature, 'page-key', transcript)))
      throw createRejection('signature-invalid');
  } else {
    const attempt = pairing.start(origin);
    onPairing();
    connection.onClose(() => attempt.end());
    attempt.onEnd(() => {
      connection.sendError(null, createRejection('code-expired'));
      connection.close(closeCodes.notAuthenticated);
    });
    await sendChallenge();
    const proof = await receiveCodeProof(connection, attempt, transcript);
    await pages.add({ origin, publicKey: auth.publicKey, scopes: [...scopes] });
    attempt.succeed();
    connection.send({ type: 'paired', mac: proof });
  }
  const page = await pages.find(auth.publicKey, origin); // the pairing may have been revoked in the meantime
  if (!page) throw createRejection('origin-not-paired', { origin });
  await pages.touch(page.id);
  return createPairedClient(connection, page, transcript, pages);
}

/**
 * Receives proofs of the code until one is correct or no attempts are left.
 * @returns the companion's own proof
 */
async function receiveCodeProof(
  connection: Connection,
  attempt: PairingAttempt,
  transcript: Transcript,
): Promise<string> {
  for (;;) {
    const { mac } = await expectMessage(connection, 'code-proof');
    try {
      return await attempt.prove(mac, transcript);
    } catch (thrown) {
      if (!attempt.hasTries) throw thrown;
      connection.sendError(null, thrown);
    }
  }
}

function createPairedClient(
  connection: Connection,
  page: PairedPage,
  transcript: Transcript,
  pages: PairedPages,
): AuthenticatedClient {
  const identity = { kind: 'paired-page' as const, id: page.id, origin: page.origin, scopes: page.scopes };
  return {
    connection,
    identity,
    rotateKey: async (publicKey, signature) => {
      const nextTranscript = { ...transcript, pageKey: publicKey };
      if (!(await verifySignature(publicKey, signature, 'new-page-key', nextTranscript)))
        throw createRejection('signature-invalid');
      const { origin, scopes: pageScopes } = page;
      const oldId = identity.id;
      if (!(await pages.remove(oldId))) throw createRejection('origin-not-paired', { origin });
      identity.id = await pages.add({ origin, publicKey, scopes: [...pageScopes] });
    },
  };
}

/**
 * Receives the next message, which must be of a given type.
 * @throws AppError companion-rejected
 */
async function expectMessage<T extends ClientMessage['type']>(
  connection: Connection,
  type: T,
): Promise<Extract<ClientMessage, { readonly type: T }>> {
  const message = await connection.receive();
  if (message?.type !== type) throw createRejection('not-authenticated');
  return message as Extract<ClientMessage, { readonly type: T }>;
}

function createRejection(
  reason: 'not-authenticated' | 'origin-not-paired' | 'signature-invalid' | 'code-expired',
  facts: Readonly<Record<string, string>> = {},
): AppError {
  return new AppError('companion-rejected', { reason, ...facts });
}
