import { rejectOnAbort, withTimeout } from '#core/delay.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import { computeCodeMac, verifyCodeMac, verifySignature, createNonce, type Transcript } from '#protocol/handshake.ts';
import { toAppError } from '#protocol/remote-error.ts';
import { supportedVersions } from '#protocol/version.ts';
import type { CompanionAccess, PairedKey } from './access.ts';
import { expectMessage } from './authenticate.ts';
import { Channel } from './channel.ts';
import { generatePageKey } from './page-key.ts';

/** A pairing in progress: the companion shows a code to the user and waits for this page to prove it. */
export interface PairingAttempt {
  /**
   * Proves the code without sending it. After `code-wrong`, the user can try again while `triesLeft` is above 0.
   * @returns the keys of the page and the companion
   * @throws AppError companion-rejected | companion-unreachable
   */
  prove(code: string): Promise<PairedKey>;
  /** Resolves with the reason once the attempt has ended, at the latest two minutes after the code was shown. */
  readonly ended: Promise<AppError>;
  cancel(): void;
}

/** Timeout of responses that need no user input. Heuristic, not measured. */
const responseTimeoutMs = 15_000;

/**
 * Connects to a companion that runs `assay pair` and makes it show a code. Call it in a click handler: the browser may
 * first ask the user for permission, without a time limit.
 * @throws AppError companion-unreachable | companion-rejected | aborted
 */
export async function beginPairing(
  { url, origin, app }: Omit<CompanionAccess, 'credential'>,
  signal: AbortSignal,
): Promise<PairingAttempt> {
  const channel = new Channel(url);
  try {
    await rejectOnAbort(signal, channel.opened);
    const { privateKey, publicKey } = await generatePageKey();
    const pageNonce = createNonce();
    channel.send({
      type: 'hello',
      versions: supportedVersions,
      app,
      auth: { kind: 'code', publicKey, nonce: pageNonce },
    });
    const challenge = await rejectOnAbort(
      signal,
      withTimeout(expectMessage(channel, 'challenge'), responseTimeoutMs, null),
    );
    if (!challenge) throw channel.createUnreachableError('companion-silent');
    const { publicKey: companionKey, nonce: companionNonce } = challenge;
    const transcript: Transcript = { origin, pageKey: publicKey, pageNonce, companionKey, companionNonce };
    if (!(await verifySignature(companionKey, challenge.signature, 'companion-key', transcript)))
      throw createOtherProgramError();
    return new Attempt(channel, transcript, privateKey);
  } catch (thrown) {
    channel.close(new AppError('aborted'));
    throw thrown;
  }
}

class Attempt implements PairingAttempt {
  readonly ended: Promise<AppError>;
  readonly #channel: Channel;
  readonly #transcript: Transcript;
  readonly #privateKey: CryptoKey;
  /** The companion's response to the last proof. */
  #response: PromiseWithResolvers<string> | null = null;

  constructor(channel: Channel, transcript: Transcript, privateKey: CryptoKey) {
    this.#channel = channel;
    this.#transcript = transcript;
    this.#privateKey = privateKey;
    this.ended = this.#receive();
  }

  async prove(code: string): Promise<PairedKey> {
    const proofMac = await computeCodeMac(code, 'page-code', this.#transcript);
    const { promise, reject } = (this.#response = Promise.withResolvers<string>());
    void this.ended.then(reject);
    this.#channel.send({ type: 'code-proof', mac: proofMac });
    const mac = await withTimeout(promise, responseTimeoutMs, null);
    if (mac === null) throw this.#channel.createUnreachableError('companion-silent');
    // Another program on the port does not know the code and cannot derive it from the proof.
    if (!(await verifyCodeMac(code, mac, 'companion-code', this.#transcript))) throw createOtherProgramError();
    this.cancel(); // the page reconnects with its key
    const { pageKey: publicKey, companionKey } = this.#transcript;
    return { kind: 'paired', privateKey: this.#privateKey, publicKey, companionKey };
  }

  cancel(): void {
    this.#channel.close(new AppError('aborted'));
  }

  /**
   * Passes responses to `prove` until the channel is closed.
   * @returns the reason for which it was closed
   */
  async #receive(): Promise<AppError> {
    let finalError: AppError | null = null;
    for (;;) {
      try {
        const message = await this.#channel.receive();
        if (message.type === 'paired') this.#response?.resolve(message.mac);
        if (message.type !== 'error') continue;
        const error = toAppError(message);
        if (!error.facts['triesLeft']) finalError = error; // with attempts left, the user can try again
        this.#response?.reject(error);
      } catch (thrown) {
        return finalError ?? asAppError(thrown);
      }
    }
  }
}

function createOtherProgramError(): AppError {
  return new AppError('companion-rejected', { reason: 'other-program' });
}
