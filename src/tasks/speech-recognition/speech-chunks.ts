import { findSpeech, type SpeechOptions, type SpeechRegion } from '../voice-activity/find-speech.ts';
import { windowSamples } from './log-mel/log-mel.ts';

/** Values of `VadOptions` in faster-whisper: words at the edges are not cut, and short pauses divide no sentence. */
const options: SpeechOptions = { minSilenceMs: 2000, paddingMs: 400 };

/**
 * The parts of the audio to transcribe: regions of speech, joined as long as they fit in a window of 30 s. A region that is
 * longer is a part of its own.
 * @param probabilities of speech, by window of Silero VAD
 * @param length of the audio in samples
 */
export function divideBySpeech(probabilities: Float32Array, length: number): readonly SpeechRegion[] {
  const chunks: SpeechRegion[] = [];
  for (const { start, end } of findSpeech(probabilities, length, options)) {
    const last = chunks.at(-1);
    if (last && end - last.start <= windowSamples) chunks[chunks.length - 1] = { start: last.start, end };
    else chunks.push({ start, end });
  }
  return chunks;
}
