import { AppError } from '#core/errors/error.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { createSeededRandom } from '#core/random.ts';
import { audioSampleRate, type InputAudio, type PipelineOptions } from '#core/task/task.ts';
import { decodeWindow, isSilent } from './decoding/decode-window.ts';
import { detectLanguage } from './decoding/detect-language.ts';
import { cutIntoSegments } from './decoding/cut-into-segments.ts';
import { windowSamples } from './log-mel/log-mel.ts';
import type { ComputeSpeechProbabilities } from '../voice-activity/speech-probabilities.ts';
import type { SpeechDecoder } from './model/speech-decoder.ts';
import type { Vocabulary } from './model/vocabulary.ts';
import { splitBySpeech } from './speech-chunks.ts';
import { joinTexts, type Segment, type Transcription } from './transcription.ts';

/** The opened parts of a speech recogniser. */
export interface Recogniser {
  /** Encodes up to 30 seconds of audio as hidden states. */
  encode(samples: Float32Array): Promise<Tensor>;
  readonly decoder: SpeechDecoder;
  readonly vocabulary: Vocabulary;
  /** Absent if the model has no graph for voice activity. */
  readonly computeSpeechProbabilities?: ComputeSpeechProbabilities;
}

/**
 * Maximum tokens of earlier text in the prompt: half of the decoder's 448 positions, less one for the token before it.
 */
const maxPreviousTokens = 223;
/**
 * The text of a window that was decoded at a higher temperature is not part of the next prompt
 * (`whisper/transcribe.py`).
 */
const maxPromptTemperature = 0.5;

/**
 * Transcribes audio of any length, window by window, as `transcribe` in OpenAI's `whisper/transcribe.py`: each window
 * starts where the last complete segment ends, and its prompt is the text so far. With a voice activity graph, parts
 * without speech are skipped.
 * @throws AppError input-invalid for a language that the model does not have
 */
export async function transcribe(
  { encode, decoder, vocabulary, computeSpeechProbabilities }: Recogniser,
  { samples, language: specified }: InputAudio,
  { onPartial }: Pick<PipelineOptions<Transcription>, 'onPartial'>,
): Promise<Transcription> {
  const requestedLanguage = specified ?? null;
  checkLanguage(requestedLanguage, vocabulary);
  const random = createSeededRandom(0);
  const durationS = samples.length / audioSampleRate;
  let language = requestedLanguage;
  const segments: Segment[] = [];
  let previousTokens: number[] = [];
  const createTranscription = (doneS: number, current = ''): Transcription => ({
    text: joinTexts([...segments.map(({ text }) => text), current], language),
    language,
    isLanguageDetected: requestedLanguage === null,
    durationS,
    doneS,
    segments: [...segments],
  });
  /** Transcribes a window; returns the start of the next one. */
  const transcribeWindow = async (start: number, end: number): Promise<number> => {
    const window = samples.subarray(start, Math.min(end, start + windowSamples));
    const startS = start / audioSampleRate;
    decoder.startWindow(await encode(window));
    language ??= vocabulary.languages.size === 0 ? 'en' : await detectLanguage(decoder, vocabulary);
    const decodedWindow = await decodeWindow(decoder, vocabulary, {
      prompt: buildPrompt(previousTokens, language, vocabulary),
      random,
      ...(onPartial && { onText: (text) => onPartial(createTranscription(startS, text.trim())) }),
    });
    let advance = window.length;
    if (!isSilent(decodedWindow)) {
      const windowSegments = cutIntoSegments(
        decodedWindow,
        { startS, durationS: window.length / audioSampleRate },
        vocabulary,
      );
      segments.push(...windowSegments.segments);
      previousTokens =
        decodedWindow.temperature > maxPromptTemperature
          ? []
          : [...previousTokens, ...windowSegments.tokens].slice(-maxPreviousTokens);
      advance = Math.round(windowSegments.advanceS * audioSampleRate);
    }
    return Math.min(end, start + advance);
  };
  const chunks = computeSpeechProbabilities
    ? splitBySpeech(await computeSpeechProbabilities(samples), samples.length)
    : [{ start: 0, end: samples.length }];
  for (const { start, end } of chunks) {
    for (let next = start; next < end; onPartial?.(createTranscription(next / audioSampleRate)))
      next = await transcribeWindow(next, end);
  }
  return createTranscription(durationS);
}

function buildPrompt(previousTokens: readonly number[], language: string, vocabulary: Vocabulary): number[] {
  const { startOfPrevious, startOfTranscript, languages, transcribe: task } = vocabulary;
  const token = languages.get(language);
  return [
    ...(previousTokens.length > 0 ? [startOfPrevious, ...previousTokens] : []),
    startOfTranscript,
    ...(token !== undefined && task !== null ? [token, task] : []),
  ];
}

function checkLanguage(language: string | null, { languages }: Vocabulary): void {
  const supportedLanguages = languages.size === 0 ? ['en'] : [...languages.keys()];
  if (language === null || supportedLanguages.includes(language)) return;
  throw new AppError('input-invalid', {
    name: 'language',
    reason: 'language-unknown',
    actual: language,
    known: supportedLanguages.join(', '),
  });
}
