/** Zero crossings of the filter on each side. */
const crossings = 16;
/** The transition band ends at half the lower rate: the filter passes this fraction of it. */
const passed = 0.94;
/** Shape of the Kaiser window: about 80 dB of attenuation (Kaiser 1974). */
const beta = 8;

/**
 * Resamples by a windowed sinc filter, one for each phase (Smith, Digital Audio Resampling, 2002).
 * @param from, to sample rates in hertz
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const divisor = findGreatestCommonDivisor(from, to);
  const [up, down] = [to / divisor, from / divisor];
  /** Cycles per input sample up to which the filter passes, times 2. */
  const cutoff = passed * Math.min(1, to / from);
  const reach = Math.ceil(crossings / cutoff);
  const phases: (Float32Array | undefined)[] = [];
  const result = new Float32Array(Math.ceil((samples.length * up) / down));
  for (let index = 0; index < result.length; index++) {
    const position = index * down;
    const [whole, phase] = [Math.floor(position / up), position % up];
    const taps = (phases[phase] ??= computeTaps(phase / up, cutoff, reach));
    const first = whole - reach + 1;
    let sum = 0;
    const start = Math.max(0, -first);
    const end = Math.min(taps.length, samples.length - first);
    for (let tap = start; tap < end; tap++) sum += taps[tap]! * samples[first + tap]!;
    result[index] = sum;
  }
  return result;
}

/** The filter for outputs that are `fraction` of an input sample after one. Their sum is 1. */
function computeTaps(fraction: number, cutoff: number, reach: number): Float32Array {
  const taps = Float64Array.from({ length: 2 * reach }, (_, tap) => {
    const distance = tap - reach + 1 - fraction;
    const angle = Math.PI * cutoff * distance;
    const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
    return sinc * evaluateKaiser(distance / reach);
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return Float32Array.from(taps, (tap) => tap / sum);
}

function evaluateKaiser(position: number): number {
  return Math.abs(position) >= 1 ? 0 : evaluateBessel(beta * Math.sqrt(1 - position * position)) / evaluateBessel(beta);
}

/** The modified Bessel function of the first kind and order 0, by its series. */
function evaluateBessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let order = 1; term > 1e-12 * sum; order++) sum += term *= (x / (2 * order)) ** 2;
  return sum;
}

function findGreatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : findGreatestCommonDivisor(b, a % b);
}
