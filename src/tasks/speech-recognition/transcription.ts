/** A part of a transcription with its times. */
export interface Segment {
  /** Seconds from the start of the audio. */
  readonly startS: number;
  readonly endS: number;
  readonly text: string;
  /** Mean of the log probabilities of its window's tokens. */
  readonly averageLogProbability: number;
  /** How likely its window contains no speech, 0 to 1. */
  readonly noSpeechProbability: number;
  /** The bytes of its window's text divided by the compressed bytes; high if the text repeats itself. */
  readonly compressionRatio: number;
  /** The temperature at which its window was decoded. */
  readonly temperature: number;
}

/** The text spoken in an audio file. */
export interface Transcription {
  readonly text: string;
  /** The model's ISO 639 code, such as `en`; `null` if nothing was transcribed. */
  readonly language: string | null;
  /** Whether it was detected rather than specified. */
  readonly isLanguageDetected: boolean;
  readonly durationS: number;
  /** The duration transcribed so far: `durationS` when complete. */
  readonly doneS: number;
  readonly segments: readonly Segment[];
}

/** Languages that are written without spaces (`split_to_word_tokens` in OpenAI's `whisper/tokenizer.py`). */
const withoutSpaces: ReadonlySet<string | null> = new Set(['zh', 'ja', 'th', 'lo', 'my', 'yue']);

/** Joins the texts of segments. */
export function joinTexts(texts: readonly string[], language: string | null): string {
  return texts
    .filter((text) => text !== '')
    .join(withoutSpaces.has(language) ? '' : ' ')
    .trim();
}
