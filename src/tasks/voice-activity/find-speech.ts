import { audioSampleRate } from '#core/task/task.ts';
import { windowSamples } from './speech-probabilities.ts';

/** A part of the audio with speech, in samples. */
export interface SpeechRegion {
  readonly start: number;
  readonly end: number;
}

export interface SpeechOptions {
  /** Shorter silence does not end a region. */
  readonly minSilenceMs: number;
  /** Added before and after each region, up to the middle of the silence between two. */
  readonly paddingMs: number;
}

/** Defaults of `get_speech_timestamps` in Silero's `utils_vad.py`. */
export const sileroOptions: SpeechOptions = { minSilenceMs: 100, paddingMs: 30 };
const threshold = 0.5;
const endThreshold = 0.35;
const minSpeechMs = 250;

/**
 * The regions of speech, as `get_speech_timestamps` of Silero VAD finds them without a maximum length.
 * @param probabilities of windows of 512 samples
 * @param length of the audio in samples
 */
export function findSpeech(probabilities: Float32Array, length: number, options: SpeechOptions): SpeechRegion[] {
  const spans: { start: number; end: number }[] = [];
  let start: number | null = null;
  /** Where silence began that may end the region. */
  let silence: number | null = null;
  const close = (end: number) => {
    if (start !== null && end - start > toSamples(minSpeechMs)) spans.push({ start, end });
    [start, silence] = [null, null];
  };
  for (const [index, probability] of probabilities.entries()) {
    const sample = index * windowSamples;
    if (probability >= threshold) {
      silence = null;
      start ??= sample;
    } else if (probability < endThreshold && start !== null) {
      silence ??= sample;
      if (sample - silence >= toSamples(options.minSilenceMs)) close(silence);
    }
  }
  close(length);
  return pad(spans, length, toSamples(options.paddingMs));
}

const toSamples = (ms: number) => (audioSampleRate * ms) / 1000;

function pad(regions: readonly SpeechRegion[], length: number, padding: number): SpeechRegion[] {
  return regions.map(({ start, end }, index) => {
    const before = index === 0 ? start : (start - regions[index - 1]!.end) / 2;
    const after = index === regions.length - 1 ? length - end : (regions[index + 1]!.start - end) / 2;
    return {
      start: start - Math.floor(Math.min(padding, before)),
      end: end + Math.floor(Math.min(padding, after)),
    };
  });
}
