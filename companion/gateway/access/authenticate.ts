import { AppError } from '#core/errors/error.ts';
import type { ClientMessage, Hello } from '#protocol/client-messages.ts';
import { isSigned, createNonce, signTranscript, type Transcript } from '#protocol/handshake.ts';
import { scopes } from '#protocol/schemas.ts';
import { negotiateVersion } from '#protocol/version.ts';
import { closeCodes, type Connection } from '../connection.ts';
import { limits } from '../limits.ts';
import type { CompanionKey } from '../pairing/companion-key.ts';
import type { PairedPage, PairedPages } from '../pairing/paired-pages.ts';
import type { PairingAttempt, PairingWindow } from '../pairing/pairing-window.ts';
import type { AuthenticatedClient } from './authenticated-client.ts';
import { hasHash } from './secret.ts';

/** What the identity of a WebSocket is checked against. */
export interface Authority {
  /** The hash of the token of this run of the companion. */
  readonly tokenHash: string;
  readonly key: () => Promise<CompanionKey>;
  readonly pages: PairedPages;
  readonly pairing: PairingWindow;
  /** The version of this program, for the page. */
  readonly app: string;
}

/** Where a WebSocket comes from. */
interface Source {
  /** The `Origin` header of the upgrade, set by the browser. */
  readonly origin: string;
  /** Whether the origin is one of this server. */
  readonly isOwn: boolean;
  /** Called when the user is asked for the code, which may take longer than other messages. */
  readonly onPairing: () => void;
}

/**
 * Reads the first messages of a WebSocket and answers with `welcome`.
 * @throws AppError companion-rejected
 */
export async function authenticate(
  connection: Connection,
  source: Source,
  authority: Authority,
): Promise<AuthenticatedClient> {
  const hello = await expectMessage(connection, 'hello');
  const version = negotiateVersion(hello.versions);
  const client = await identify(connection, hello, version, source, authority);
  connection.send({
    type: 'welcome',
    version,
    app: authority.app,
    scopes: [...client.identity.scopes],
    limits: { maxMessageBytes: limits.maxMessageBytes, maxRequests: limits.maxRequests },
  });
  return client;
}

async function identify(
  connection: Connection,
  { auth }: Hello,
  version: number,
  { origin, isOwn, onPairing }: Source,
  { tokenHash, key, pages, pairing }: Authority,
): Promise<AuthenticatedClient> {
  if (auth.kind === 'token') {
    if (!isOwn || !hasHash(auth.token, tokenHash)) throw createRejectionError('not-authenticated');
    const rotateKey = () => Promise.reject(createRejectionError('signature-invalid')); // the token is not a key
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
    if (!(await pages.find(auth.publicKey, origin))) throw createRejectionError('origin-not-paired', { origin });
    await sendChallenge();
    const { signature } = await expectMessage(connection, 'proof');
    if (!(await isSigned(auth.publicKey, signature, 'page-key', transcript)))
      throw createRejectionError('signature-invalid');
  } else {
    const attempt = pairing.start(origin);
    onPairing();
    connection.onClose(() => attempt.end());
    attempt.onEnd(() => {
      connection.sendError(null, createRejectionError('code-expired'));
      connection.close(closeCodes.notAuthenticated);
    });
    await sendChallenge();
    const proof = await receiveCodeProof(connection, attempt, transcript);
    await pages.add({ origin, publicKey: auth.publicKey, scopes: [...scopes] });
    attempt.succeed();
    connection.send({ type: 'paired', mac: proof });
  }
  const page = await pages.find(auth.publicKey, origin); // it may have been revoked in the meantime
  if (!page) throw createRejectionError('origin-not-paired', { origin });
  await pages.touch(page.id);
  return createPairedClient(connection, page, transcript, pages);
}

/**
 * Receives proofs of the code until one is right, or no try is left.
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
      const next = { ...transcript, pageKey: publicKey };
      if (!(await isSigned(publicKey, signature, 'new-page-key', next)))
        throw createRejectionError('signature-invalid');
      const { origin, scopes: granted } = page;
      const oldId = identity.id;
      if (!(await pages.remove(oldId))) throw createRejectionError('origin-not-paired', { origin });
      identity.id = await pages.add({ origin, publicKey, scopes: [...granted] });
    },
  };
}

/**
 * Receives the next message, which must have this type.
 * @throws AppError companion-rejected
 */
async function expectMessage<T extends ClientMessage['type']>(
  connection: Connection,
  type: T,
): Promise<Extract<ClientMessage, { readonly type: T }>> {
  const message = await connection.receive();
  if (message?.type !== type) throw createRejectionError('not-authenticated');
  return message as Extract<ClientMessage, { readonly type: T }>;
}

function createRejectionError(
  reason: 'not-authenticated' | 'origin-not-paired' | 'signature-invalid' | 'code-expired',
  facts: Readonly<Record<string, string>> = {},
): AppError {
  return new AppError('companion-rejected', { reason, ...facts });
}
