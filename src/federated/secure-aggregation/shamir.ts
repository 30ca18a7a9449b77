/**
 * Shamir's secret sharing over GF(2^8), byte by byte, with the field of AES (x^8 + x^4 + x^3 + x + 1). Any `threshold`
 * shares restore a secret; fewer reveal nothing about it (Shamir 1979).
 */
export interface Share {
  /** 1 to 255; different for each share of a secret. */
  readonly index: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export const maxShares = 255;

const exponentials = new Uint8Array(510);
const logarithms = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power++) {
  exponentials[power] = exponentials[power + 255] = value;
  logarithms[value] = power;
  value ^= (value << 1) ^ (value & 0x80 ? 0x11b : 0); // multiplies by 3, a generator of the field's multiplicative group
}

/**
 * Splits a secret into shares with the indices 1 to `count`.
 * @param threshold at least 1, at most `count`
 */
export function splitSecret(secret: Uint8Array, count: number, threshold: number): readonly Share[] {
  const coefficients = Array.from({ length: threshold - 1 }, () =>
    crypto.getRandomValues(new Uint8Array(secret.length)),
  );
  return Array.from({ length: count }, (_, position) => {
    const index = position + 1;
    const bytes = new Uint8Array(secret.length);
    for (const coefficient of coefficients.toReversed())
      for (let byte = 0; byte < bytes.length; byte++) bytes[byte] = multiply(bytes[byte]!, index) ^ coefficient[byte]!;
    for (let byte = 0; byte < bytes.length; byte++) bytes[byte] = multiply(bytes[byte]!, index) ^ secret[byte]!;
    return { index, bytes };
  });
}

/** Restores a secret by Lagrange interpolation at 0. @param shares at least as many as the threshold */
export function combineShares(shares: readonly Share[]): Uint8Array<ArrayBuffer> {
  const secret = new Uint8Array(shares[0]!.bytes.length);
  for (const { index, bytes } of shares) {
    let weight = 1;
    for (const other of shares)
      if (other.index !== index) weight = multiply(weight, divide(other.index, other.index ^ index));
    for (let byte = 0; byte < secret.length; byte++) secret[byte]! ^= multiply(weight, bytes[byte]!);
  }
  return secret;
}

function multiply(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : exponentials[logarithms[a]! + logarithms[b]!]!;
}

/** Divides in the field. @param b not 0 */
function divide(a: number, b: number): number {
  return a === 0 ? 0 : exponentials[logarithms[a]! + 255 - logarithms[b]!]!;
}
