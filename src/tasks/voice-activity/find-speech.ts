import { audioSampleRate } from '#core/task/task.ts';
import { windowSamples } from './speech-probabilities.ts';

/** A part of the audio with speech; both limits in samples, the end exclusive. */
export interface SpeechRegion {
  readonly start: number;
  readonly end: number;
}

export interface SpeechOptions {
  /** Minimum silence that ends a region. */
  readonly minSilenceMs: number;
  /** Time that is added before and after each region, at most half of the silence between two. */
  readonly paddingMs: number;
}

/** Defaults of `get_speech_timestamps` in Silero's `utils_vad.py`. */
export const sileroOptions: SpeechOptions = { minSilenceMs: 100, paddingMs: 30 };
const startThreshold = 0.5;
const endThreshold = 0.35;
const minSpeechMs = 250;

/**
 * Finds regions of speech as `get_speech_timestamps` of Silero VAD does without a maximum length.
 * @param probabilities the probability of speech in each window of 512 samples
 * @param length the length of the audio in samples
 */
export function findSpeech(probabilities: Float32Array, length: number, options: SpeechOptions): SpeechRegion[] {
  const spans: { start: number; end: number }[] = [];
  let start: number | null = null;
  /** The first sample of the silence that may end the region. */
  let silenceStart: number | null = null;
  const endRegion = (end: number) => {
    if (start !== null && end - start > toSamples(minSpeechMs)) spans.push({ start, end });
    [start, silenceStart] = [null, null];
  };
  for (const [index, probability] of probabilities.entries()) {
    const sample = index * windowSamples;
    if (probability >= startThreshold) {
      silenceStart = null;
      start ??= sample;
    } else if (probability < endThreshold && start !== null) {
      silenceStart ??= sample;
      if (sample - silenceStart >= toSamples(options.minSilenceMs)) endRegion(silenceStart);
    }
  }
  endRegion(length);
  return padRegions(spans, length, toSamples(options.paddingMs));
}

const toSamples = (ms: number) => (audioSampleRate * ms) / 1000;

function padRegions(regions: readonly SpeechRegion[], length: number, padding: number): SpeechRegion[] {
  return regions.map(({ start, end }, index) => {
    const before = index === 0 ? start : (start - regions[index - 1]!.end) / 2;
    const after = index === regions.length - 1 ? length - end : (regions[index + 1]!.start - end) / 2;
    return {
      start: start - Math.floor(Math.min(padding, before)),
      end: end + Math.floor(Math.min(padding, after)),
    };
  });
}
