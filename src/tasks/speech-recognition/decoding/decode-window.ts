import { deflate } from '#core/encoding/deflate.ts';
import type { SpeechDecoder } from '../model/speech-decoder.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import { applyLogitRules } from './logit-rules.ts';
import { computeProbability, sampleToken } from './sampling.ts';

/** The tokens of a window, and the measures of its quality. */
export interface DecodedWindow {
  /** The tokens of text and timestamps, without the end-of-text token. */
  readonly tokens: readonly number[];
  readonly text: string;
  readonly averageLogProbability: number;
  readonly noSpeechProbability: number;
  readonly compressionRatio: number;
  readonly temperature: number;
}

/** Options for decoding one window. */
export interface WindowOptions {
  /** Previous text, then the tokens of the start of the transcript, its language and its task. */
  readonly prompt: readonly number[];
  /** Returns uniform numbers in [0, 1). */
  readonly random: () => number;
  /** Called with the text so far, every few tokens. */
  readonly onText?: (text: string) => void;
}

// Defaults of `transcribe` in OpenAI's `whisper/transcribe.py`.
const temperatures = [0, 0.2, 0.4, 0.6, 0.8, 1];
const maxCompressionRatio = 2.4;
const minLogProbability = -1;
const maxNoSpeechProbability = 0.6;
/** Maximum tokens of a window: half of the decoder's positions; the other half is for the prompt. */
const maxTokens = 224;
/** Tokens between two calls of `onText`. Heuristic, not measured. */
const textInterval = 8;

/**
 * Decodes a window, and again with a higher temperature if the text is repetitive or unlikely, as
 * `decode_with_fallback` in OpenAI's `whisper/transcribe.py`.
 * @param decoder a decoder with a started window
 */
export async function decodeWindow(
  decoder: SpeechDecoder,
  vocabulary: Vocabulary,
  options: WindowOptions,
): Promise<DecodedWindow> {
  let decodedWindow: DecodedWindow | null = null;
  for (const temperature of temperatures) {
    decodedWindow = await decodeOnce(temperature, decoder, vocabulary, options);
    if (!isUnreliable(decodedWindow)) break;
  }
  return decodedWindow!;
}

function isUnreliable({ compressionRatio, averageLogProbability, ...rest }: DecodedWindow): boolean {
  if (isSilent({ averageLogProbability, ...rest })) return false;
  return compressionRatio > maxCompressionRatio || averageLogProbability < minLogProbability;
}

/** Whether a window contains no speech, so that its text is discarded. */
export function isSilent({
  noSpeechProbability,
  averageLogProbability,
}: Pick<DecodedWindow, 'noSpeechProbability' | 'averageLogProbability'>): boolean {
  return noSpeechProbability > maxNoSpeechProbability && averageLogProbability < minLogProbability;
}

async function decodeOnce(
  temperature: number,
  decoder: SpeechDecoder,
  vocabulary: Vocabulary,
  { prompt, random, onText }: WindowOptions,
): Promise<DecodedWindow> {
  decoder.restartWindow();
  const promptLogits = await decoder.run(prompt);
  const noSpeechProbability = computeProbability(
    promptLogits[prompt.lastIndexOf(vocabulary.startOfTranscript)]!,
    vocabulary.noSpeech,
  );
  let logits = promptLogits.at(-1)!;
  const tokens: number[] = [];
  let logProbabilitySum = 0;
  for (let count = 0; count < maxTokens; count++) {
    applyLogitRules(logits, tokens, vocabulary);
    const { token, logProbability } = sampleToken(logits, temperature, random);
    logProbabilitySum += logProbability;
    if (token === vocabulary.endOfText) break;
    tokens.push(token);
    if (onText && tokens.length % textInterval === 0) onText(vocabulary.decode(tokens));
    if (tokens.length < maxTokens) [logits] = (await decoder.run([token])) as [Float32Array];
  }
  const text = vocabulary.decode(tokens).trim();
  return {
    tokens,
    text,
    averageLogProbability: logProbabilitySum / (tokens.length + 1),
    noSpeechProbability,
    compressionRatio: await computeCompressionRatio(text),
    temperature,
  };
}

/** Computes the ratio as OpenAI does with zlib, whose header and checksum take 6 bytes. */
async function computeCompressionRatio(text: string): Promise<number> {
  const bytes = new TextEncoder().encode(text);
  return bytes.length / ((await deflate(bytes)).length + 6);
}
