import { fromBase64, toBase64 } from '#core/encoding/base64.ts';
import { toFixedPoint } from './fixed-point.ts';
import { addMask, agree, deriveKey, expandMask, generateRoundKey, seal, unseal, type RoundKey } from './masks.ts';
import { splitSecret } from './shamir.ts';

/** The public keys of a participant of a round; all texts are base64. */
export interface RoundMember {
  /** The key by which it signs. */
  readonly key: string;
  readonly maskKey: string;
  readonly shareKey: string;
}

/** A share of a secret of the participant `of`. */
export interface SecretShare {
  readonly of: string;
  readonly index: number;
  readonly share: string;
}

/** Participants that must remain: more than two thirds, so that no two disjoint groups can be asked to reveal secrets. */
export const computeThreshold = (participants: number) => Math.floor((2 * participants) / 3) + 1;

const secretBytes = 32;

/**
 * The side of one participant in a round of secure aggregation: Bonawitz et al. 2017, "Practical Secure Aggregation for
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
  /** The members whose masks the update has, sorted as all members are. */
  #sharing: readonly RoundMember[] = [];
  /** What others have shared with this participant: their seed, then their mask secret. */
  readonly #received = new Map<string, Uint8Array<ArrayBuffer>>();
  /** With each other participant, by the share keys. */
  readonly #agreed = new Map<string, Promise<CryptoKey>>();
  #hasRevealed = false;

  /** @param context of the federation and the turn: keys of different turns are independent */
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

  /** Encrypts a share of both secrets for each other member. @param members with this one, in the order of all */
  async share(members: readonly RoundMember[]): Promise<{ readonly to: string; readonly bytes: string }[]> {
    this.#members = members;
    const threshold = computeThreshold(members.length);
    const seedShares = splitSecret(this.#seed, members.length, threshold);
    const keyShares = splitSecret(this.#maskKey.secret, members.length, threshold);
    const own = this.#indexOf(this.#own);
    this.#received.set(this.#own, Uint8Array.of(...seedShares[own]!.bytes, ...keyShares[own]!.bytes));
    const others = members.filter(({ key }) => key !== this.#own);
    return Promise.all(
      others.map(async ({ key, shareKey }) => {
        const index = this.#indexOf(key);
        const both = Uint8Array.of(...seedShares[index]!.bytes, ...keyShares[index]!.bytes);
        return {
          to: key,
          bytes: toBase64(await seal(await this.#deriveShareKey(key, shareKey, this.#own, key), both)),
        };
      }),
    );
  }

  /**
   * Decrypts the shares of others.
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

  /** Whether this participant has shares of a member; it has those of itself. */
  hasSharesOf(key: string): boolean {
    return this.#received.has(key);
  }

  /**
   * Masks the update.
   * @param sharing the members whose masks it gets, all of whose shares have been opened
   */
  async mask(update: Float64Array, sharing: readonly string[]): Promise<Uint32Array<ArrayBuffer>> {
    this.#sharing = this.#members.filter(({ key }) => sharing.includes(key));
    const words = toFixedPoint(update);
    addMask(words, await expandMask(this.#seed, words.length), 1);
    for (const { key, maskKey } of this.#sharing) {
      if (key === this.#own) continue;
      const agreed = await agree(this.#maskKey.privateKey, fromBase64(maskKey)!);
      const seed = await deriveKey(agreed, `mask ${this.#context}`);
      addMask(words, await expandMask(seed, words.length), getMaskSign(this.#own, key));
    }
    return words;
  }

  /**
   * The shares by which the coordinator removes the masks: of the own mask of those that sent an update, and of the pairwise
   * masks of those that did not. Never both of one participant, and only once: together they reveal its update.
   * @param survivors some of those with whose masks the update was masked
   * @throws Error the second time
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

  /** The key of the shares from one participant to another, one of which is `other`. */
  async #deriveShareKey(other: string, shareKey: string, from: string, to: string): Promise<Uint8Array<ArrayBuffer>> {
    const agreed = this.#agreed.get(other) ?? agree(this.#shareKey.privateKey, fromBase64(shareKey)!);
    this.#agreed.set(other, agreed);
    return deriveKey(await agreed, `shares ${this.#context} ${from} ${to}`);
  }
}

/** Of two participants, one adds the mask of their pair, and the other subtracts it. */
export const getMaskSign = (own: string, other: string): 1 | -1 => (own < other ? 1 : -1);
