import { createSeededRandom } from '#core/random.ts';

/**
 * Creates `count` numbers uniform in `centre` ± `halfWidth`, bit-identical on all machines: the seed is the FNV-1a hash of
 * `name`, followed only by exact integer and IEEE operations. The caller owns the array.
 */
export function createSeededValues(
  name: string,
  count: number,
  halfWidth: number,
  centre = 0,
): Float32Array<ArrayBuffer> {
  const random = createSeededRandom(hashFnv1a(name));
  const values = new Float32Array(count);
  for (let index = 0; index < count; index++) values[index] = centre + (2 * random() - 1) * halfWidth;
  return values;
}

/** Creates `count` integers from 0 to below `limit`. The caller owns the array. */
export function createSeededIndices(name: string, count: number, limit: number): BigInt64Array<ArrayBuffer> {
  const random = createSeededRandom(hashFnv1a(name));
  return BigInt64Array.from({ length: count }, () => BigInt(Math.floor(random() * limit)));
}

/** Computes the half-width of a uniform distribution of variance `gain / fanIn`, which preserves the scale of activations. */
export function computeHalfWidth(fanIn: number, gain = 1): number {
  return Math.sqrt((3 * gain) / fanIn);
}

/** Computes 32-bit FNV-1a over the UTF-16 units of an ASCII name (Fowler, Noll and Vo; RFC 9923). */
function hashFnv1a(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
