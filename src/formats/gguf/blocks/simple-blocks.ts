import { readFloat16, type BlockDecoder } from './block-decoder.ts';

/** Blocks of 32 weights with one scale: `value = scale * level`, plus `min` in types with a minimum. */

export const q8_0: BlockDecoder = (bytes, blockStart, values, to) => {
  const scale = readFloat16(bytes, blockStart);
  for (let index = 0; index < 32; index++) values[to + index] = scale * ((bytes[blockStart + 2 + index]! << 24) >> 24);
};

export const q4_0: BlockDecoder = (bytes, blockStart, values, to) => {
  const scale = readFloat16(bytes, blockStart);
  for (let index = 0; index < 16; index++) {
    const pair = bytes[blockStart + 2 + index]!;
    values[to + index] = scale * ((pair & 15) - 8);
    values[to + index + 16] = scale * ((pair >> 4) - 8);
  }
};

export const q4_1: BlockDecoder = (bytes, blockStart, values, to) => {
  const [scale, min] = [readFloat16(bytes, blockStart), readFloat16(bytes, blockStart + 2)];
  for (let index = 0; index < 16; index++) {
    const pair = bytes[blockStart + 4 + index]!;
    values[to + index] = scale * (pair & 15) + min;
    values[to + index + 16] = scale * (pair >> 4) + min;
  }
};

export const q5_0: BlockDecoder = (bytes, blockStart, values, to) => {
  const scale = readFloat16(bytes, blockStart);
  const high = readWord(bytes, blockStart + 2);
  for (let index = 0; index < 16; index++) {
    const pair = bytes[blockStart + 6 + index]!;
    values[to + index] = scale * (((pair & 15) | (((high >>> index) & 1) << 4)) - 16);
    values[to + index + 16] = scale * (((pair >> 4) | (((high >>> (index + 16)) & 1) << 4)) - 16);
  }
};

export const q5_1: BlockDecoder = (bytes, blockStart, values, to) => {
  const [scale, min] = [readFloat16(bytes, blockStart), readFloat16(bytes, blockStart + 2)];
  const high = readWord(bytes, blockStart + 4);
  for (let index = 0; index < 16; index++) {
    const pair = bytes[blockStart + 8 + index]!;
    values[to + index] = scale * ((pair & 15) | (((high >>> index) & 1) << 4)) + min;
    values[to + index + 16] = scale * ((pair >> 4) | (((high >>> (index + 16)) & 1) << 4)) + min;
  }
};

function readWord(bytes: Uint8Array, offset: number): number {
  return bytes[offset]! | (bytes[offset + 1]! << 8) | (bytes[offset + 2]! << 16) | (bytes[offset + 3]! << 24);
}
