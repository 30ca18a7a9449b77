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
import { divideBySpeech } from './speech-chunks.ts';
import { joinTexts, type Segment, type Transcription } from './transcription.ts';

export interface Recogniser {
  /** The hidden states of up to 30 s. */
  encode(samples: Float32Array): Promise<Tensor>;
  readonly decoder: SpeechDecoder;
  readonly vocabulary: Vocabulary;
  /** Absent if the model has no graph for voice activity. */
  readonly computeSpeechProbabilities?: ComputeSpeechProbabilities;
}

/** Text of earlier windows in the prompt: half of the decoder's 448 positions, less one for its own token. */
const maxPreviousTokens = 223;
/** Above it, the text of a window is not part of the next prompt (`whisper/transcribe.py`). */
const maxPromptTemperature = 0.5;

/**
 * Transcribes audio of any length, window by window: each starts where the last complete segment of the one before ends,
 * and its prompt is the text so far, as `transcribe` in OpenAI's `whisper/transcribe.py`. With voice activity, parts
 * without speech are left out.
 * @throws AppError input-invalid for a language that the model does not have
 */
export async function transcribe(
  { encode, decoder, vocabulary, computeSpeechProbabilities }: Recogniser,
  { samples, language: specified }: InputAudio,
  { onPartial }: Pick<PipelineOptions<Transcription>, 'onPartial'>,
): Promise<Transcription> {
  const wanted = specified ?? null;
  checkLanguage(wanted, vocabulary);
  const random = createSeededRandom(0);
  const durationS = samples.length / audioSampleRate;
  let language = wanted;
  const segments: Segment[] = [];
  let previous: number[] = [];
  const createTranscription = (doneS: number, current = ''): Transcription => ({
    text: joinTexts([...segments.map(({ text }) => text), current], language),
    language,
    isLanguageDetected: wanted === null,
    durationS,
    doneS,
    segments: [...segments],
  });
  /** Returns where the next window starts. */
  const transcribeWindow = async (start: number, end: number): Promise<number> => {
    const window = samples.subarray(start, Math.min(end, start + windowSamples));
    const startS = start / audioSampleRate;
    decoder.start(await encode(window));
    language ??= vocabulary.languages.size === 0 ? 'en' : await detectLanguage(decoder, vocabulary);
    const decoded = await decodeWindow(decoder, vocabulary, {
      prompt: buildPrompt(previous, language, vocabulary),
      random,
      ...(onPartial && { onText: (text) => onPartial(createTranscription(startS, text.trim())) }),
    });
    let advance = window.length;
    if (!isSilent(decoded)) {
      const windowSegments = cutIntoSegments(
        decoded,
        { startS, durationS: window.length / audioSampleRate },
        vocabulary,
      );
      segments.push(...windowSegments.segments);
      previous =
        decoded.temperature > maxPromptTemperature
          ? []
          : [...previous, ...windowSegments.tokens].slice(-maxPreviousTokens);
      advance = Math.round(windowSegments.advanceS * audioSampleRate);
    }
    return Math.min(end, start + advance);
  };
  const chunks = computeSpeechProbabilities
    ? divideBySpeech(await computeSpeechProbabilities(samples), samples.length)
    : [{ start: 0, end: samples.length }];
  for (const { start, end } of chunks) {
    for (let next = start; next < end; onPartial?.(createTranscription(next / audioSampleRate)))
      next = await transcribeWindow(next, end);
  }
  return createTranscription(durationS);
}

function buildPrompt(previous: readonly number[], language: string, vocabulary: Vocabulary): number[] {
  const { startOfPrevious, startOfTranscript, languages, transcribe: task } = vocabulary;
  const token = languages.get(language);
  return [
    ...(previous.length > 0 ? [startOfPrevious, ...previous] : []),
    startOfTranscript,
    ...(token !== undefined && task !== null ? [token, task] : []),
  ];
}

function checkLanguage(language: string | null, { languages }: Vocabulary): void {
  const known = languages.size === 0 ? ['en'] : [...languages.keys()];
  if (language === null || known.includes(language)) return;
  throw new AppError('input-invalid', {
    name: 'language',
    reason: 'language-unknown',
    actual: language,
    known: known.join(', '),
  });
}
