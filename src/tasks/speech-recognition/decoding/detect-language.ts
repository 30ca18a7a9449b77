import type { SpeechDecoder } from '../model/speech-decoder.ts';
import type { Vocabulary } from '../model/vocabulary.ts';

/**
 * Detects the language that the model predicts after the start of a transcript.
 * @param decoder a decoder with a started window
 * @returns an ISO 639 code
 */
export async function detectLanguage(decoder: SpeechDecoder, vocabulary: Vocabulary): Promise<string> {
  const [logits] = (await decoder.run([vocabulary.startOfTranscript])) as [Float32Array];
  const [first = ['en', 0] as const, ...others] = vocabulary.languages;
  const [code] = others.reduce(
    (best, candidate) => (logits[candidate[1]]! > logits[best[1]]! ? candidate : best),
    first,
  );
  return code;
}
