/**
 * Computes the SHA-256 of bytes in memory. Web Crypto is missing on insecure origins, such as a plain-http host on the local
 * network, where a slower implementation is used.
 * @returns lower-case hexadecimal
 */
export async function computeSha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest =
    'subtle' in crypto ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)) : computeSha256(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Computes the SHA-256 of a text in UTF-8, in lower-case hexadecimal. */
export function digestText(text: string): Promise<string> {
  return computeSha256Hex(new TextEncoder().encode(text));
}

const primes = Array.from({ length: 310 }, (_, index) => index + 2).filter(
  (number, _index, numbers) => !numbers.some((divisor) => divisor ** 2 <= number && number % divisor === 0),
);
/** Returns the first 32 bits of the fractional part, by which FIPS 180-4 defines its constants. */
const getFractionBits = (value: number) => ((value % 1) * 2 ** 32) | 0;
const initialHash = Int32Array.from(primes.slice(0, 8), (prime) => getFractionBits(Math.sqrt(prime)));
const roundConstants = Int32Array.from(primes, (prime) => getFractionBits(Math.cbrt(prime)));

/** FIPS 180-4, sections 5.1.1 and 6.2. */
function computeSha256(bytes: Uint8Array): Uint8Array {
  // The padding is a 1 bit, zeros, and the length in bits.
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, bytes.length << 3);
  const hash = Int32Array.from(initialHash);
  for (let block = 0; block < padded.length; block += 64) addBlock(hash, view, block);
  const digest = new DataView(new ArrayBuffer(32));
  for (const [index, word] of hash.entries()) digest.setInt32(4 * index, word);
  return new Uint8Array(digest.buffer);
}

function addBlock(hash: Int32Array, view: DataView, block: number): void {
  const words = new Int32Array(64);
  for (let t = 0; t < 64; t++) {
    words[t] =
      t < 16
        ? view.getInt32(block + 4 * t)
        : computeSmallSigma(words[t - 2]!, 17, 19, 10) +
          words[t - 7]! +
          computeSmallSigma(words[t - 15]!, 7, 18, 3) +
          words[t - 16]!;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
  for (let t = 0; t < 64; t++) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const first = (h + computeBigSigma(e, 6, 11, 25) + choice + roundConstants[t]! + words[t]!) | 0;
    const second = computeBigSigma(a, 2, 13, 22) + majority;
    [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) hash[index] = hash[index]! + word;
}

const rotateRight = (word: number, bits: number) => (word >>> bits) | (word << (32 - bits));
const computeBigSigma = (word: number, one: number, two: number, three: number) =>
  rotateRight(word, one) ^ rotateRight(word, two) ^ rotateRight(word, three);
const computeSmallSigma = (word: number, one: number, two: number, shift: number) =>
  rotateRight(word, one) ^ rotateRight(word, two) ^ (word >>> shift);
