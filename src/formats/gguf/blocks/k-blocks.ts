import { readFloat16, type BlockDecoder } from './block-decoder.ts';

/** Blocks of 256 weights in groups of 16 or 32, whose scales are quantised to 4 to 8 bits. */

/** 16 groups; scales and minima in 4 bits, levels in 2. */
export const q2_K: BlockDecoder = (bytes, blockStart, values, to) => {
  const [scale, min] = [readFloat16(bytes, blockStart + 80), readFloat16(bytes, blockStart + 82)];
  for (let group = 0; group < 16; group++) {
    const packed = bytes[blockStart + group]!;
    const [step, offset] = [scale * (packed & 15), min * (packed >> 4)];
    const [levels, shift] = [blockStart + 16 + locateLevels(group), getLevelShift(group)];
    for (let index = 0; index < 16; index++)
      values[to + group * 16 + index] = step * ((bytes[levels + index]! >> shift) & 3) - offset;
  }
};

/** 16 groups; scales in 6 bits; levels in 3 bits, whose highest bit is in a mask. */
export const q3_K: BlockDecoder = (bytes, blockStart, values, to) => {
  const scale = readFloat16(bytes, blockStart + 108);
  const scales = blockStart + 96;
  for (let group = 0; group < 16; group++) {
    const low = group < 8 ? bytes[scales + group]! & 15 : bytes[scales + group - 8]! >> 4;
    const high = (bytes[scales + 8 + (group % 4)]! >> (2 * (group >> 2))) & 3;
    const step = scale * ((low | (high << 4)) - 32);
    const [levels, shift] = [blockStart + 32 + locateLevels(group), getLevelShift(group)];
    const [mask, bit] = [blockStart + 16 * (group % 2), group >> 1];
    for (let index = 0; index < 16; index++) {
      const level = (bytes[levels + index]! >> shift) & 3;
      values[to + group * 16 + index] = step * (level - ((bytes[mask + index]! >> bit) & 1 ? 0 : 4));
    }
  }
};

/** Offset of the 2-bit levels of a group of 16: each half of the block has 32 bytes, with 8 groups at 4 shifts. */
const locateLevels = (group: number): number => 32 * (group >> 3) + 16 * (group % 2);
const getLevelShift = (group: number): number => 2 * ((group >> 1) % 4);

/** 8 groups; scales and minima in 6 bits, levels in 4. */
export const q4_K: BlockDecoder = (bytes, blockStart, values, to) => {
  const [scale, min] = [readFloat16(bytes, blockStart), readFloat16(bytes, blockStart + 2)];
  for (let group = 0; group < 8; group++) {
    const [step, offset] = [
      scale * readScale(bytes, blockStart + 4, group),
      min * readMin(bytes, blockStart + 4, group),
    ];
    const [levels, shift] = [blockStart + 16 + 32 * (group >> 1), 4 * (group % 2)];
    for (let index = 0; index < 32; index++)
      values[to + group * 32 + index] = step * ((bytes[levels + index]! >> shift) & 15) - offset;
  }
};

/** Like {@link q4_K}, with a fifth bit in a mask. */
export const q5_K: BlockDecoder = (bytes, blockStart, values, to) => {
  const [scale, min] = [readFloat16(bytes, blockStart), readFloat16(bytes, blockStart + 2)];
  for (let group = 0; group < 8; group++) {
    const [step, offset] = [
      scale * readScale(bytes, blockStart + 4, group),
      min * readMin(bytes, blockStart + 4, group),
    ];
    const [levels, shift] = [blockStart + 48 + 32 * (group >> 1), 4 * (group % 2)];
    for (let index = 0; index < 32; index++) {
      const high = (bytes[blockStart + 16 + index]! >> group) & 1;
      values[to + group * 32 + index] = step * (((bytes[levels + index]! >> shift) & 15) | (high << 4)) - offset;
    }
  }
};

/** Each of the first four groups has the lower 6 bits of a byte, whose upper 2 bits belong to one of the last four. */
function readScale(bytes: Uint8Array, offset: number, group: number): number {
  if (group < 4) return bytes[offset + group]! & 63;
  return (bytes[offset + group + 4]! & 15) | ((bytes[offset + group - 4]! >> 6) << 4);
}

function readMin(bytes: Uint8Array, offset: number, group: number): number {
  if (group < 4) return bytes[offset + group + 4]! & 63;
  return (bytes[offset + group + 4]! >> 4) | ((bytes[offset + group]! >> 6) << 4);
}

/** 16 groups; scales in 8 bits; levels in 6 bits, the lower 4 and the upper 2 stored separately. */
export const q6_K: BlockDecoder = (bytes, blockStart, values, to) => {
  const scale = readFloat16(bytes, blockStart + 208);
  for (let group = 0; group < 16; group++) {
    const step = scale * ((bytes[blockStart + 192 + group]! << 24) >> 24);
    const [half, quarter, start] = [group >> 3, (group >> 1) % 4, 16 * (group % 2)];
    const low = blockStart + 64 * half + 32 * (quarter % 2) + start;
    const high = blockStart + 128 + 32 * half + start;
    const [lowShift, highShift] = [4 * (quarter >> 1), 2 * quarter];
    for (let index = 0; index < 16; index++) {
      const level = ((bytes[low + index]! >> lowShift) & 15) | (((bytes[high + index]! >> highShift) & 3) << 4);
      values[to + group * 16 + index] = step * (level - 32);
    }
  }
};
