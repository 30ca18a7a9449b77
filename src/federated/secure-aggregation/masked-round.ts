import { fromBase64, toBase64 } from '#core/encoding/base64.ts';
import { toFixedPoint } from './fixed-point.ts';
import {
  addMask,
  deriveSharedSecret,
  deriveKey,
  expandMask,
  generateRoundKey,
  seal,
  unseal,
  type RoundKey,
} from './round-cryptography.ts';
import { splitSecret } from './shamir.ts';

/** The public keys of a participant of a round; all texts are base64. */
export interface RoundMember {
  /** The public signing key. */
  readonly key: string;
  readonly maskKey: string;
  readonly shareKey: string;
}

/** A share of a secret. `of` is the participant whose secret it is. */
export interface SecretShare {
  readonly of: string;
  readonly index: number;
  readonly share: string;
}

/**
 * Computes how many participants must remain: more than two thirds, so that any two groups that reveal secrets overlap.
 */
export const computeThreshold = (participants: number) => Math.floor((2 * participants) / 3) + 1;

const secretBytes = 32;

/**
 * One participant's part in a round of secure aggregation: Bonawitz et al. 2017, "Practical Secure Aggregation for
 * Privacy-Preserving Machine Learning" (CCS), with the consistency check for an active coordinator. The update is masked
 * by its own mask and by one mask for each pair of participants, which cancel in the sum. Shamir shares of the secrets
 * remove the masks of participants that drop out. Protects against a coordinator that colludes with fewer than a third of
 * the participants, if the signing keys belong to different people; see companion/SECURITY.md.
 */
export class MaskedRound {
  readonly #context: string;
  readonly #own: string;
  readonly #maskKey: RoundKey;
  readonly #shareKey: RoundKey;
  readonly #seed = crypto.getRandomValues(new Uint8Array(secretBytes));
  #members: readonly RoundMember[] = [];
  /** The members whose masks the update contains, in the order of all members. */
  #sharing: readonly RoundMember[] = [];
  /** The shares from the other participants, by sender: of the seed, then of the mask secret. */
  readonly #received = new Map<string, Uint8Array<ArrayBuffer>>();
  /** The shared secret with each other participant, from the share keys. */
  readonly #sharedSecrets = new Map<string, Promise<CryptoKey>>();
  #hasRevealed = false;

  /** @param context identifies the federation and the turn, so that keys of different turns are independent */
  static async begin(own: string, context: string): Promise<MaskedRound> {
    return new MaskedRound(own, context, await generateRoundKey(), await generateRoundKey());
  }

  private constructor(own: string, context: string, maskKey: RoundKey, shareKey: RoundKey) {
    [this.#own, this.#context, this.#maskKey, this.#shareKey] = [own, context, maskKey, shareKey];
  }

  get member(): RoundMember {
    const [maskKey, shareKey] = [this.#maskKey, this.#shareKey].map(({ publicKey }) => toBase64(publicKey));
    return { key: this.#own, maskKey: maskKey!, shareKey: shareKey! };
  }

  /**
   * Encrypts a share of both secrets for each other member.
   * @param members all members, in the same order for every participant
   */
  async share(members: readonly RoundMember[]): Promise<{ readonly to: string; readonly bytes: string }[]> {
    this.#members = members;
    const threshold = computeThreshold(members.length);
    const seedShares = splitSecret(this.#seed, members.length, threshold);
    const keyShares = splitSecret(this.#maskKey.secret, members.length, threshold);
    const ownIndex = this.#indexOf(this.#own);
    this.#received.set(this.#own, Uint8Array.of(...seedShares[ownIndex]!.bytes, ...keyShares[ownIndex]!.bytes));
    const others = members.filter(({ key }) => key !== this.#own);
    return Promise.all(
      others.map(async ({ key, shareKey }) => {
        const index = this.#indexOf(key);
        const bothShares = Uint8Array.of(...seedShares[index]!.bytes, ...keyShares[index]!.bytes);
        return {
          to: key,
          bytes: toBase64(await seal(await this.#deriveShareKey(key, shareKey, this.#own, key), bothShares)),
        };
      }),
    );
  }

  /**
   * Decrypts the shares of the other members.
   * @returns the members whose shares cannot be decrypted
   */
  async open(sealed: readonly { readonly from: string; readonly bytes: string }[]): Promise<string[]> {
    const unreadable: string[] = [];
    for (const { from, bytes } of sealed) {
      const sender = this.#members[this.#indexOf(from)]!;
      const key = await this.#deriveShareKey(from, sender.shareKey, from, this.#own);
      const opened = await unseal(key, fromBase64(bytes) ?? new Uint8Array());
      if (opened?.length === 2 * secretBytes) this.#received.set(from, opened);
      else unreadable.push(from);
    }
    return unreadable;
  }

  /** Whether this participant is the member or has received the member's shares. */
  hasSharesOf(key: string): boolean {
    return this.#received.has(key);
  }

  /**
   * Masks the update.
   * @param sharing the members whose masks are added to the update. The shares of all of them must have been opened
   */
  async mask(update: Float64Array, sharing: readonly string[]): Promise<Uint32Array<ArrayBuffer>> {
    this.#sharing = this.#members.filter(({ key }) => sharing.includes(key));
    const words = toFixedPoint(update);
    addMask(words, await expandMask(this.#seed, words.length), 1);
    for (const { key, maskKey } of this.#sharing) {
      if (key === this.#own) continue;
      const sharedSecret = await deriveSharedSecret(this.#maskKey.privateKey, fromBase64(maskKey)!);
      const seed = await deriveKey(sharedSecret, `mask ${this.#context}`);
      addMask(words, await expandMask(seed, words.length), getMaskSign(this.#own, key));
    }
    return words;
  }

  /**
   * Reveals the shares with which the coordinator removes the masks: of the seeds of survivors, and of the mask secrets
   * of members that dropped out. Never both of one member, and only once, because together they reveal its update.
   * @param survivors some of the members whose masks the update contains
   * @throws Error on the second call
   */
  reveal(survivors: readonly string[]): {
    readonly seeds: SecretShare[];
    readonly maskSecrets: SecretShare[];
  } {
    if (this.#hasRevealed) throw new Error('the shares of a round are revealed only once');
    this.#hasRevealed = true;
    const index = this.#indexOf(this.#own) + 1;
    const pick = (keys: readonly string[], from: number) =>
      keys.map((key) => ({
        of: key,
        index,
        share: toBase64(this.#received.get(key)!.slice(from, from + secretBytes)),
      }));
    const dropped = this.#sharing.map(({ key }) => key).filter((key) => !survivors.includes(key));
    return { seeds: pick(survivors, 0), maskSecrets: pick(dropped, secretBytes) };
  }

  #indexOf(key: string): number {
    return this.#members.findIndex((member) => member.key === key);
  }

  /** Derives the key that encrypts the shares between this participant and `other`, in one direction. */
  async #deriveShareKey(other: string, shareKey: string, from: string, to: string): Promise<Uint8Array<ArrayBuffer>> {
    const sharedSecret =
      this.#sharedSecrets.get(other) ?? deriveSharedSecret(this.#shareKey.privateKey, fromBase64(shareKey)!);
    this.#sharedSecrets.set(other, sharedSecret);
    return deriveKey(await sharedSecret, `shares ${this.#context} ${from} ${to}`);
  }
}

/**
 * Returns 1 if `own` adds the mask of the pair, -1 if it subtracts the mask. The other participant does the opposite.
 */
export const getMaskSign = (own: string, other: string): 1 | -1 => (own < other ? 1 : -1);
