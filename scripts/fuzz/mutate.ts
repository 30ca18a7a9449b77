/** Numbers that readers often handle wrongly: limits of integer types, very large counts, sign bits. */
const numbers = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffn,
  0xffffn,
  10_000_000n,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  2n ** 53n,
  2n ** 62n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** JSON values that replace others. */
const values: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  2 ** 53,
  0.5,
  '',
  '9223372036854775807',
  '../../etc/passwd',
  'C:\\x',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  [],
  {},
  [[[[[[]]]]]],
  { length: 1e9 },
];

type Random = () => number;
const pickBelow = (random: Random, limit: number): number => Math.floor(random() * limit);

/** Returns a copy of `seed` with one to four faults, some of which insert parts of `other`. */
export function mutate(seed: Uint8Array, other: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  let bytes = mutateJson(seed, random) ?? seed.slice();
  for (let faults = 1 + pickBelow(random, 4); faults > 0 && bytes.length > 0; faults--) {
    bytes = kinds[pickBelow(random, kinds.length)]?.(bytes, other, random) ?? bytes;
  }
  return Uint8Array.from(bytes);
}

const kinds: readonly ((bytes: Uint8Array, other: Uint8Array, random: Random) => Uint8Array)[] = [
  function flipBit(bytes, _, random) {
    const offset = pickBelow(random, bytes.length);
    bytes[offset] = (bytes[offset] ?? 0) ^ (1 << pickBelow(random, 8));
    return bytes;
  },
  function replaceByte(bytes, _, random) {
    bytes[pickBelow(random, bytes.length)] = pickBelow(random, 256);
    return bytes;
  },
  function truncate(bytes, _, random) {
    return bytes.slice(0, pickBelow(random, bytes.length));
  },
  function writeNumber(bytes, _, random) {
    const width = [1, 2, 4, 8][pickBelow(random, 4)] ?? 4;
    const offset = pickBelow(random, bytes.length);
    let remaining = numbers[pickBelow(random, numbers.length)] ?? 0n;
    for (let index = 0; index < width && offset + index < bytes.length; index++, remaining >>= 8n) {
      bytes[offset + index] = Number(remaining & 255n);
    }
    return bytes;
  },
  function writeLongVarint(bytes, _, random) {
    // 8 to 11 bytes with the continuation bit set: a protobuf varint has at most ten bytes.
    const offset = pickBelow(random, bytes.length);
    bytes.fill(0xff, offset, Math.min(bytes.length, offset + 8 + pickBelow(random, 4)));
    return bytes;
  },
  function removeBytes(bytes, _, random) {
    const offset = pickBelow(random, bytes.length);
    return join(bytes.subarray(0, offset), bytes.subarray(offset + pickBelow(random, 16)));
  },
  function repeat(bytes, _, random) {
    const offset = pickBelow(random, bytes.length);
    const part = bytes.subarray(offset, offset + 1 + pickBelow(random, 64));
    const copies = Array.from({ length: 1 + pickBelow(random, 8) }, () => part);
    return join(bytes.subarray(0, offset), ...copies, bytes.subarray(offset));
  },
  function splice(bytes, other, random) {
    const from = pickBelow(random, other.length);
    const offset = pickBelow(random, bytes.length);
    return join(bytes.subarray(0, offset), other.subarray(from, from + pickBelow(random, 128)), bytes.subarray(offset));
  },
];

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/**
 * Replaces a value in JSON, which most byte faults only make invalid. Returns `null` if the file is not JSON or remains
 * unchanged.
 */
function mutateJson(seed: Uint8Array, random: Random): Uint8Array | null {
  const start = seed[0] === 0x7b || seed[0] === 0x5b ? 0 : seed[8] === 0x7b ? 8 : -1;
  if (start < 0 || random() < 0.3) return null;
  const text = new TextDecoder().decode(seed.subarray(start));
  const matches = [...text.matchAll(/(?<=[:[,])("(?:[^"\\]|\\.)*"|-?\d+|true|null|\{|\[)/g)];
  const match = matches[pickBelow(random, matches.length)];
  if (!match) return null;
  const value = JSON.stringify(values[pickBelow(random, values.length)]);
  // An opening bracket remains in the text: the value is inserted before it, so the JSON remains well-formed.
  const remainder = /^[{[]/.test(match[0]) ? text.slice(match.index) : text.slice(match.index + match[0].length);
  const separator = /^[{[]/.test(match[0]) ? ',' : '';
  const json = new TextEncoder().encode(text.slice(0, match.index) + value + separator + remainder);
  return join(seed.subarray(0, start), json);
}
