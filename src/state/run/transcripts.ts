export { languages } from '#tasks/speech-recognition/languages.ts';
import { joinTexts, type Transcription } from '#tasks/speech-recognition/transcription.ts';

/** Replaces the text of one segment of a transcription. */
export function withSegmentText(transcription: Transcription, index: number, text: string): Transcription {
  const segments = transcription.segments.map((segment, position) =>
    position === index ? { ...segment, text } : segment,
  );
  const texts = segments.map((segment) => segment.text.trim());
  return { ...transcription, segments, text: joinTexts(texts, transcription.language) };
}
