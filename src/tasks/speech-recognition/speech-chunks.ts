import { findSpeech, type SpeechOptions, type SpeechRegion } from '../voice-activity/find-speech.ts';
import { windowSamples } from './log-mel/log-mel.ts';

/**
 * `VadOptions` of faster-whisper, with which words at the edges are not cut and short pauses do not split sentences.
 */
const options: SpeechOptions = { minSilenceMs: 2000, paddingMs: 400 };

/**
 * Splits audio into chunks to transcribe: regions of speech, joined as long as they fit in a window of 30 seconds. A
 * longer region is a chunk of its own.
 * @param probabilities the probability of speech in each window of Silero VAD
 * @param length the length of the audio in samples
 */
export function splitBySpeech(probabilities: Float32Array, length: number): readonly SpeechRegion[] {
  const chunks: SpeechRegion[] = [];
  for (const { start, end } of findSpeech(probabilities, length, options)) {
    const last = chunks.at(-1);
    if (last && end - last.start <= windowSamples) chunks[chunks.length - 1] = { start: last.start, end };
    else chunks.push({ start, end });
  }
  return chunks;
}
