import { AppError } from '#core/errors/error.ts';
import type { CompanionMessage } from '#protocol/companion-messages.ts';
import { verifySignature, createNonce, signTranscript, type Transcript } from '#protocol/handshake.ts';
import { createInvalidMessageError } from '#protocol/invalid-message.ts';
import { toAppError } from '#protocol/remote-error.ts';
import { negotiateVersion, supportedVersions } from '#protocol/version.ts';
import type { CompanionAccess, PairedKey } from './access.ts';
import type { Channel, ControlMessage } from './channel.ts';

type MessageOf<T extends CompanionMessage['type']> = Extract<CompanionMessage, { readonly type: T }>;
/** The companion's confirmation, with the granted scopes and limits. */
export type Welcome = MessageOf<'welcome'>;
type Auth = Extract<ControlMessage, { readonly type: 'hello' }>['auth'];

/**
 * Performs the handshake of a channel.
 * @throws AppError companion-rejected with the reason | companion-unreachable | message-invalid
 */
export async function authenticate(channel: Channel, { credential, origin, app }: CompanionAccess): Promise<Welcome> {
  if (credential.kind === 'paired') return (await authenticateByKey(channel, { credential, origin, app })).welcome;
  await channel.opened;
  sendHello(channel, app, { kind: 'token', token: credential.token });
  return expectWelcome(channel);
}

/**
 * Performs the handshake of a paired page.
 * @returns the companion's confirmation, and the transcript that both sides signed
 */
export async function authenticateByKey(
  channel: Channel,
  { credential, origin, app }: Omit<CompanionAccess, 'credential' | 'url'> & { readonly credential: PairedKey },
): Promise<{ readonly welcome: Welcome; readonly transcript: Transcript }> {
  await channel.opened;
  const transcript = await proveKey(channel, (auth) => sendHello(channel, app, auth), credential, origin);
  return { welcome: await expectWelcome(channel), transcript };
}

function sendHello(channel: Channel, app: string, auth: Auth): void {
  channel.send({ type: 'hello', versions: supportedVersions, app, auth });
}

/** @throws AppError companion-rejected, including if the two sides share no protocol version */
async function expectWelcome(channel: Channel): Promise<Welcome> {
  const welcome = await expectMessage(channel, 'welcome');
  negotiateVersion(supportedVersions, { min: welcome.version, max: welcome.version });
  return welcome;
}

/** Signs the transcript, but only after the companion has proved its identity. */
async function proveKey(
  channel: Channel,
  sendHello: (auth: Auth) => void,
  { privateKey, publicKey, companionKey }: PairedKey,
  origin: string,
): Promise<Transcript> {
  const pageNonce = createNonce();
  sendHello({ kind: 'paired', publicKey, nonce: pageNonce });
  const challenge = await expectMessage(channel, 'challenge');
  const transcript: Transcript = {
    origin,
    pageKey: publicKey,
    pageNonce,
    companionKey,
    companionNonce: challenge.nonce,
  };
  if (!(await verifySignature(companionKey, challenge.signature, 'companion-key', transcript))) {
    throw new AppError('companion-rejected', { reason: 'other-companion' });
  }
  channel.send({ type: 'proof', signature: await signTranscript(privateKey, 'page-key', transcript) });
  return transcript;
}

/**
 * Waits for the next message, which must be of a given type.
 * @throws AppError message-invalid for another type | the error that the companion sent
 */
export async function expectMessage<T extends CompanionMessage['type']>(
  channel: Channel,
  type: T,
): Promise<MessageOf<T>> {
  const message = await channel.receive();
  if (message.type === 'error') throw toAppError(message);
  if (message.type !== type) throw createInvalidMessageError({ reason: 'message-type', type: message.type });
  return message as MessageOf<T>;
}
