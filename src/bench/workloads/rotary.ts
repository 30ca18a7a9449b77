/**
 * Cosines and sines of rotary position embedding for positions 0 up to `positions`, each `[positions, size]` with two
 * equal halves in each row (Su et al., RoFormer, 2021; the split-half layout of Llama). Frequency i is `base ^ (-2 i /
 * size)`.
 *
 * The same on every machine: Math.pow, cos and sin may differ between engines in the last digit, so powers are computed
 * by square roots, the first angle by its series and the rest by repeated rotation, all of them exact IEEE operations.
 * `size` must be a power of two.
 */
export function computeRotaryTables(
  positions: number,
  size: number,
  base: number,
): { cosines: Float32Array; sines: Float32Array } {
  const half = size / 2;
  const cosines = new Float32Array(positions * size);
  const sines = new Float32Array(positions * size);
  let ratio = base;
  for (let root = half; root > 1; root /= 2) ratio = Math.sqrt(ratio);
  for (let frequency = 0, angle = 1; frequency < half; frequency++, angle /= ratio) {
    const step = computeCosineAndSine(angle);
    let cosine = 1;
    let sine = 0;
    for (let position = 0; position < positions; position++) {
      for (const column of [frequency, frequency + half]) {
        cosines[position * size + column] = cosine;
        sines[position * size + column] = sine;
      }
      [cosine, sine] = [cosine * step.cosine - sine * step.sine, sine * step.cosine + cosine * step.sine];
    }
  }
  return { cosines, sines };
}

/** Taylor series; 20 terms reach double precision for angles up to 1. */
function computeCosineAndSine(angle: number): { cosine: number; sine: number } {
  let term = 1;
  let cosine = 1;
  let sine = 0;
  for (let power = 1; power <= 20; power++) {
    term = (term * angle) / power;
    const sign = power % 4 < 2 ? 1 : -1;
    if (power % 2 === 0) cosine += sign * term;
    else sine += sign * term;
  }
  return { cosine, sine };
}
