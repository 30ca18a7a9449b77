/** A part of a transcription with its times. */
export interface Segment {
  /** From the start of the audio. */
  readonly startS: number;
  readonly endS: number;
  readonly text: string;
  /** Mean of the log probabilities of its window's tokens. */
  readonly averageLogProbability: number;
  /** How likely its window contains no speech, 0 to 1. */
  readonly noSpeechProbability: number;
  /** Bytes of the text of its window over the same compressed; much repetition makes it high. */
  readonly compressionRatio: number;
  /** At which its window was decoded. */
  readonly temperature: number;
}

/** What is said in an audio file. */
export interface Transcription {
  readonly text: string;
  /** ISO 639 code as the model has it, such as `en`; `null` if nothing was transcribed. */
  readonly language: string | null;
  /** Whether it was detected rather than specified. */
  readonly isLanguageDetected: boolean;
  readonly durationS: number;
  /** How much is transcribed: `durationS` when it is complete. */
  readonly doneS: number;
  readonly segments: readonly Segment[];
}

/** Languages that are written without spaces (`split_to_word_tokens` in OpenAI's `whisper/tokenizer.py`). */
const withoutSpaces: ReadonlySet<string | null> = new Set(['zh', 'ja', 'th', 'lo', 'my', 'yue']);

/** The texts of segments as one. */
export function joinTexts(texts: readonly string[], language: string | null): string {
  return texts
    .filter((text) => text !== '')
    .join(withoutSpaces.has(language) ? '' : ' ')
    .trim();
}
