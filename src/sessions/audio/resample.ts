/** Zero crossings of the filter on each side. Heuristic, not measured. */
const zeroCrossings = 16;
/** The end of the passband, as a fraction of half the lower rate. Heuristic, not measured. */
const passband = 0.94;
/** Shape of the Kaiser window: about 80 dB of attenuation (Kaiser 1974). */
const beta = 8;

/**
 * Resamples with a polyphase windowed sinc filter (Smith, Digital Audio Resampling, 2002).
 * @param fromHz sample rate of `samples`
 * @param toHz sample rate of the result
 * @returns `samples` itself if the rates are equal
 */
export function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (fromHz === toHz) return samples;
  const divisor = computeGreatestCommonDivisor(fromHz, toHz);
  const [up, down] = [toHz / divisor, fromHz / divisor];
  /** Cutoff frequency, as a fraction of half the input rate. */
  const cutoff = passband * Math.min(1, toHz / fromHz);
  const halfWidth = Math.ceil(zeroCrossings / cutoff);
  const phases: (Float32Array | undefined)[] = [];
  const result = new Float32Array(Math.ceil((samples.length * up) / down));
  for (let index = 0; index < result.length; index++) {
    const position = index * down;
    const [whole, phase] = [Math.floor(position / up), position % up];
    const taps = (phases[phase] ??= computeTaps(phase / up, cutoff, halfWidth));
    const first = whole - halfWidth + 1;
    let sum = 0;
    const start = Math.max(0, -first);
    const end = Math.min(taps.length, samples.length - first);
    for (let tap = start; tap < end; tap++) sum += taps[tap]! * samples[first + tap]!;
    result[index] = sum;
  }
  return result;
}

/**
 * Computes the taps for outputs at `fraction` of the interval between two input samples. They sum to 1.
 * @param halfWidth in input samples
 */
function computeTaps(fraction: number, cutoff: number, halfWidth: number): Float32Array {
  const taps = Float64Array.from({ length: 2 * halfWidth }, (_, tap) => {
    const distance = tap - halfWidth + 1 - fraction;
    const angle = Math.PI * cutoff * distance;
    const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
    return sinc * evaluateKaiser(distance / halfWidth);
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return Float32Array.from(taps, (tap) => tap / sum);
}

/** Evaluates the Kaiser window on -1 to 1. */
function evaluateKaiser(position: number): number {
  return Math.abs(position) >= 1
    ? 0
    : evaluateBesselI0(beta * Math.sqrt(1 - position * position)) / evaluateBesselI0(beta);
}

/** Evaluates the modified Bessel function of the first kind of order 0, by its power series. */
function evaluateBesselI0(x: number): number {
  let [sum, term] = [1, 1];
  for (let order = 1; term > 1e-12 * sum; order++) sum += term *= (x / (2 * order)) ** 2;
  return sum;
}

function computeGreatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : computeGreatestCommonDivisor(b, a % b);
}
