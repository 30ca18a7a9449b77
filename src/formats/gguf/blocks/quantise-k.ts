import { fromFloat16, toFloat16 } from '#core/encoding/float16.ts';
import { clamp, roundHalfToEven, writeFloat16, type BlockEncoder } from './block-encoder.ts';
import { fitScale, fitScaleAndMin, minMagnitude, type Search } from './fit-scale.ts';

/**
 * Equivalent to `quantize_row_q4_K_ref`, `quantize_row_q5_K_ref` and `quantize_row_q6_K_ref` of ggml-quants.c, in float32:
 * each `Math.fround` corresponds to a rounding.
 */

const levels = new Uint8Array(256);

export const q4_K: BlockEncoder = (values, from, bytes, blockStart) => {
  encodeGroupsOf32(values, from, bytes, blockStart, { maxLevel: 15, firstStep: -1, steps: 20 });
  for (let index = 0; index < 128; index++) {
    const low = 64 * (index >> 5) + (index % 32);
    bytes[blockStart + 16 + index] = levels[low]! | (levels[low + 32]! << 4);
  }
};

export const q5_K: BlockEncoder = (values, from, bytes, blockStart) => {
  encodeGroupsOf32(values, from, bytes, blockStart, { maxLevel: 31, firstStep: -0.5, steps: 15 });
  for (let index = 0; index < 128; index++) {
    const pair = index >> 5;
    const [low, high] = [levels[64 * pair + (index % 32)]!, levels[64 * pair + (index % 32) + 32]!];
    bytes[blockStart + 48 + index] = (low & 15) | ((high & 15) << 4);
    bytes[blockStart + 16 + (index % 32)]! |= ((low >> 4) | ((high >> 4) << 1)) << (2 * pair);
  }
};

const [scales, mins] = [new Float32Array(16), new Float32Array(8)];

/** Writes the scales and minima of 8 groups, and computes {@link levels}. */
function encodeGroupsOf32(
  values: Float32Array,
  from: number,
  bytes: Uint8Array,
  blockStart: number,
  search: Search,
): void {
  let [maxScale, maxMin] = [0, 0];
  for (let group = 0; group < 8; group++) {
    const start = from + 32 * group;
    const fitted = fitScaleAndMin(values.subarray(start, start + 32), search, levels, 32 * group);
    scales[group] = fitted.scale;
    mins[group] = -fitted.min;
    maxScale = Math.max(maxScale, fitted.scale);
    maxMin = Math.max(maxMin, -fitted.min);
  }
  writeFloat16(bytes, blockStart, Math.fround(maxScale / 63));
  writeFloat16(bytes, blockStart + 2, Math.fround(maxMin / 63));
  const [scale, min] = [fromFloat16(toFloat16(maxScale / 63)), fromFloat16(toFloat16(maxMin / 63))];
  const inverseScale = maxScale > 0 ? Math.fround(63 / maxScale) : 0;
  const inverseMin = maxMin > 0 ? Math.fround(63 / maxMin) : 0;
  for (let group = 0; group < 8; group++) {
    const packedScale = Math.min(63, roundHalfToEven(Math.fround(inverseScale * scales[group]!)));
    const packedMin = Math.min(63, roundHalfToEven(Math.fround(inverseMin * mins[group]!)));
    packScale(bytes, blockStart + 4, group, packedScale, packedMin);
    const step = Math.fround(scale * packedScale);
    const offset = Math.fround(min * packedMin);
    if (step === 0) continue;
    for (let index = 32 * group; index < 32 * group + 32; index++) {
      const level = roundHalfToEven(Math.fround(Math.fround(values[from + index]! + offset) / step));
      levels[index] = clamp(level, 0, search.maxLevel);
    }
  }
}

/** Writes two numbers of 6 bits for each of 8 groups into 12 bytes: the inverse of the decoder in `k-blocks.ts`. */
function packScale(bytes: Uint8Array, offset: number, group: number, scale: number, min: number): void {
  if (group < 4) {
    bytes[offset + group] = scale;
    bytes[offset + group + 4] = min;
  } else {
    bytes[offset + group + 4] = (scale & 15) | ((min & 15) << 4);
    bytes[offset + group - 4]! |= (scale >> 4) << 6;
    bytes[offset + group]! |= (min >> 4) << 6;
  }
}

export const q6_K: BlockEncoder = (values, from, bytes, blockStart) => {
  let extreme = 0;
  for (let group = 0; group < 16; group++) {
    const start = from + 16 * group;
    scales[group] = fitScale(values.subarray(start, start + 16), levels, 16 * group);
    if (Math.abs(scales[group]!) > Math.abs(extreme)) extreme = scales[group]!;
  }
  if (Math.abs(extreme) < minMagnitude) return;
  const inverse = Math.fround(-128 / extreme);
  const scale = Math.fround(1 / inverse);
  writeFloat16(bytes, blockStart + 208, scale);
  const stored = fromFloat16(toFloat16(scale));
  for (let group = 0; group < 16; group++) {
    const packed = Math.min(127, roundHalfToEven(Math.fround(inverse * scales[group]!)));
    bytes[blockStart + 192 + group] = packed;
    const step = Math.fround(stored * packed);
    if (step === 0) continue;
    for (let index = 16 * group; index < 16 * group + 16; index++)
      levels[index] = 32 + clamp(roundHalfToEven(Math.fround(values[from + index]! / step)), -32, 31);
  }
  for (let index = 0; index < 64; index++) {
    const [half, column] = [index >> 5, index % 32];
    const [a, b, c, d] = [0, 32, 64, 96].map((quarter) => levels[128 * half + quarter + column]!) as [
      number,
      number,
      number,
      number,
    ];
    bytes[blockStart + 64 * half + column] = (a & 15) | ((c & 15) << 4);
    bytes[blockStart + 64 * half + column + 32] = (b & 15) | ((d & 15) << 4);
    bytes[blockStart + 128 + index] = (a >> 4) | ((b >> 4) << 2) | ((c >> 4) << 4) | ((d >> 4) << 6);
  }
};
