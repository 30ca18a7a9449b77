import { fromBase64 } from '#core/encoding/base64.ts';
import { fromFixedPoint } from './fixed-point.ts';
import { computeThreshold, getMaskSign, type RoundMember, type SecretShare } from './masked-round.ts';
import { addMask, deriveSharedSecret, deriveKey, expandMask, importSecret } from './round-cryptography.ts';
import { combineShares } from './shamir.ts';

/** What the coordinator knows at the end of a round of secure aggregation. */
export interface MaskedSum {
  readonly context: string;
  /** All members, in the order of their shares. */
  readonly members: readonly RoundMember[];
  /** The signing keys of the members that sent shares. */
  readonly sharing: readonly string[];
  /** The masked updates, by the signing keys of the survivors. */
  readonly masked: ReadonlyMap<string, Uint32Array<ArrayBuffer>>;
  readonly seeds: readonly SecretShare[];
  readonly maskSecrets: readonly SecretShare[];
}

/**
 * Computes the sum of the updates, coordinate by coordinate, from the masked ones and the revealed shares.
 * @returns `null` if there are too few shares, or if a share or a public key is invalid
 */
export async function unmaskSum(sum: MaskedSum): Promise<Float64Array<ArrayBuffer> | null> {
  const { context, members, sharing, masked, seeds, maskSecrets } = sum;
  const threshold = computeThreshold(members.length);
  const [first] = masked.values();
  const words = new Uint32Array(first!.length);
  for (const vector of masked.values()) addMask(words, vector, 1);
  for (const key of masked.keys()) {
    const seed = restore(seeds, key, threshold);
    if (!seed) return null;
    addMask(words, await expandMask(seed, words.length), -1);
  }
  for (const key of sharing.filter((member) => !masked.has(member))) {
    const secret = restore(maskSecrets, key, threshold);
    const dropped = members.find((member) => member.key === key);
    if (!secret || !dropped) return null;
    const privateKey = await importSecret(secret, fromBase64(dropped.maskKey)!).catch(() => null);
    if (!privateKey) return null;
    for (const survivor of masked.keys()) {
      const other = members.find((member) => member.key === survivor)!;
      const sharedSecret = await deriveSharedSecret(privateKey, fromBase64(other.maskKey)!).catch(() => null);
      if (!sharedSecret) return null;
      const seed = await deriveKey(sharedSecret, `mask ${context}`);
      addMask(words, await expandMask(seed, words.length), getMaskSign(key, survivor));
    }
  }
  return fromFixedPoint(words);
}

function restore(shares: readonly SecretShare[], key: string, threshold: number): Uint8Array<ArrayBuffer> | null {
  const ownShares = shares.filter(({ of }) => of === key).slice(0, threshold);
  if (ownShares.length < threshold || new Set(ownShares.map(({ index }) => index)).size < threshold) return null;
  const decoded = ownShares.map(({ index, share }) => ({ index, bytes: fromBase64(share) ?? new Uint8Array() }));
  return decoded.every(({ bytes }) => bytes.length === 32) ? combineShares(decoded) : null;
}
