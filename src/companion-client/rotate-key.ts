import { withTimeout } from '#core/delay.ts';
import { AppError } from '#core/errors/error.ts';
import { signTranscript } from '#protocol/handshake.ts';
import type { CompanionAccess, PairedKey } from './access.ts';
import { authenticateByKey, expectMessage } from './authenticate.ts';
import { Channel } from './channel.ts';
import { generatePageKey } from './page-key.ts';

/** Heuristic, not measured. */
const responseTimeoutMs = 15_000;

/**
 * Replaces the key of this page over a separate connection. The companion then rejects the old key.
 * @returns the new key, which the caller must store
 * @throws AppError companion-unreachable | companion-rejected
 */
export async function rotateKey(access: CompanionAccess & { readonly credential: PairedKey }): Promise<PairedKey> {
  const channel = new Channel(access.url);
  try {
    const { transcript } = await authenticateByKey(channel, access);
    const { privateKey, publicKey } = await generatePageKey();
    const signature = await signTranscript(privateKey, 'new-page-key', { ...transcript, pageKey: publicKey });
    channel.send({ type: 'rotate-key', id: 0, publicKey, signature });
    const response = await withTimeout(expectMessage(channel, 'key-rotated'), responseTimeoutMs, null);
    if (!response) throw channel.createUnreachableError('companion-silent');
    return { kind: 'paired', privateKey, publicKey, companionKey: access.credential.companionKey };
  } finally {
    channel.close(new AppError('aborted'));
  }
}
