/** A part of a transcription with its times. */
export interface Segment {
  /** Seconds from the start of the audio. */
  readonly startS: number;
  readonly endS: number;
  readonly text: string;
  /** The mean log probability of the tokens in its window. */
  readonly averageLogProbability: number;
  /** The probability that its window contains no speech, 0 to 1. */
  readonly noSpeechProbability: number;
  /** Size of the text of its window divided by its compressed size; high for repetitive text. */
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
  /** The transcribed duration so far; equal to `durationS` when complete. */
  readonly doneS: number;
  readonly segments: readonly Segment[];
}

/** Languages that are written without spaces (`split_to_word_tokens` in OpenAI's `whisper/tokenizer.py`). */
const languagesWithoutSpaces: ReadonlySet<string | null> = new Set(['zh', 'ja', 'th', 'lo', 'my', 'yue']);

/** Joins the texts of segments, with spaces if the language is written with them. */
export function joinTexts(texts: readonly string[], language: string | null): string {
  return texts
    .filter((text) => text !== '')
    .join(languagesWithoutSpaces.has(language) ? '' : ' ')
    .trim();
}
