import { createComplexSignal, computeFourierTransform, windowLength, type ComplexSignal } from './fourier.ts';
import { frequencyCount, createMelFilters, type MelFilter } from './mel-filters.ts';

/** Frames of a window of the model: 30 seconds. */
export const frameCount = 3000;
/** Samples between frames: 10 ms. */
const hopLength = 160;
export const windowSamples = frameCount * hopLength;

/** A periodic Hann window, as `torch.hann_window`. */
const hann = Float64Array.from(
  { length: windowLength },
  (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / windowLength),
);

const filtersByCount = new Map<number, readonly MelFilter[]>();

/**
 * Computes the log-mel spectrogram of 30 seconds of audio, as `log_mel_spectrogram` in OpenAI's `whisper/audio.py`.
 * @param samples at 16 kHz, -1 to 1; they are padded with silence or cut to 30 seconds
 * @param melCount 80, or 128 for large-v3
 * @returns [melCount, 3000], row-major
 */
export function computeLogMel(samples: Float32Array, melCount: number): Float32Array<ArrayBuffer> {
  const filters = filtersByCount.get(melCount) ?? createMelFilters(melCount);
  filtersByCount.set(melCount, filters);
  const padded = padByReflection(samples.subarray(0, windowSamples));
  const spectrogram = new Float32Array(melCount * frameCount).fill(-10); // silence: log10 of the minimum power, 1e-10
  const [signal, scratch] = [createComplexSignal(), createComplexSignal()];
  const power = new Float64Array(frequencyCount);
  const end = Math.min(frameCount, Math.ceil((samples.length + windowLength) / hopLength));
  let max = -10;
  // One complex transform computes two frames: one as the real part, the other as the imaginary part.
  for (let frame = 0; frame < end; frame += 2) {
    applyWindow(padded, frame * hopLength, signal);
    computeFourierTransform(signal, scratch);
    for (const part of [0, 1] as const) {
      computePower(signal, part, power);
      max = Math.max(max, writeFrame(power, filters, spectrogram, frame + part));
    }
  }
  for (let index = 0; index < spectrogram.length; index++)
    spectrogram[index] = (Math.max(spectrogram[index]!, max - 8) + 4) / 4;
  return spectrogram;
}

/** Pads 30 seconds with the reflection of half a window on both sides, as `torch.stft` does. */
function padByReflection(samples: Float32Array): Float32Array {
  const half = windowLength / 2;
  const padded = new Float32Array(windowSamples + windowLength);
  padded.set(samples, half);
  for (let offset = 1; offset <= half; offset++) {
    padded[half - offset] = padded[half + offset]!;
    padded[half + windowSamples - 1 + offset] = padded[half + windowSamples - 1 - offset]!;
  }
  return padded;
}

function applyWindow(samples: Float32Array, start: number, { re, im }: ComplexSignal): void {
  for (let index = 0; index < windowLength; index++) {
    re[index] = samples[start + index]! * hann[index]!;
    im[index] = samples[start + hopLength + index]! * hann[index]!;
  }
}

/** Computes the power spectrum of the real or imaginary part of a signal from the transform of the signal. */
function computePower({ re, im }: ComplexSignal, part: 0 | 1, power: Float64Array): void {
  const sign = part === 0 ? 1 : -1;
  for (let bin = 0; bin < frequencyCount; bin++) {
    const mirror = bin === 0 ? 0 : windowLength - bin;
    const sum = re[bin]! + sign * re[mirror]!;
    const difference = im[bin]! - sign * im[mirror]!;
    power[bin] = (sum * sum + difference * difference) / 4;
  }
}

/**
 * Writes the mel values of a frame to its column of the spectrogram.
 * @returns their maximum
 */
function writeFrame(
  power: Float64Array,
  filters: readonly MelFilter[],
  spectrogram: Float32Array,
  frame: number,
): number {
  let max = -10;
  for (let mel = 0; mel < filters.length; mel++) {
    const { start, weights } = filters[mel]!;
    let sum = 0;
    for (let index = 0; index < weights.length; index++) sum += weights[index]! * power[start + index]!;
    const log = Math.log10(Math.max(sum, 1e-10));
    spectrogram[mel * frameCount + frame] = log;
    if (log > max) max = log;
  }
  return max;
}
