import type { Vocabulary } from '../model/vocabulary.ts';
import type { Segment } from '../transcription.ts';
import type { DecodedWindow } from './decode-window.ts';

/** Seconds between consecutive timestamps of the vocabulary. */
const timestampS = 0.02;

/** The complete segments of a window. */
export interface WindowSegments {
  readonly segments: readonly Segment[];
  /** The tokens of the segments, timestamps included. */
  readonly tokens: readonly number[];
  /** Start of the next window, after the last complete segment, in seconds from the start of this window. */
  readonly advanceS: number;
}

/**
 * Splits the tokens of a window at pairs of timestamps, as `transcribe` in OpenAI's `whisper/transcribe.py`.
 * @param startS start of the window in the audio
 * @param durationS duration of its audio, without padding
 */
export function cutIntoSegments(
  decoded: DecodedWindow,
  { startS, durationS }: { readonly startS: number; readonly durationS: number },
  vocabulary: Vocabulary,
): WindowSegments {
  const { tokens } = decoded;
  const { firstTimestamp } = vocabulary;
  const isTimestamp = (index: number) => (tokens[index] ?? 0) >= firstTimestamp;
  const getSeconds = (index: number) => (tokens[index]! - firstTimestamp) * timestampS;
  const createSegment = (from: number, to: number, start: number, end: number): Segment[] => {
    const text = vocabulary.decode(tokens.slice(from, to)).trim();
    const { averageLogProbability, noSpeechProbability, compressionRatio, temperature } = decoded;
    const quality = { averageLogProbability, noSpeechProbability, compressionRatio, temperature };
    // Whisper often rounds the end up to a whole second.
    const times = { startS: roundToMs(startS + start), endS: roundToMs(startS + Math.min(end, durationS)) };
    return text === '' || times.startS >= times.endS ? [] : [{ ...times, text, ...quality }];
  };
  const endsWithSingleTimestamp =
    tokens.length > 1 && isTimestamp(tokens.length - 1) && !isTimestamp(tokens.length - 2);
  const cuts = tokens.flatMap((_, index) => (index > 0 && isTimestamp(index) && isTimestamp(index - 1) ? [index] : []));
  if (cuts.length === 0) {
    const last = tokens.findLastIndex((token) => token > firstTimestamp);
    const endS = last < 0 ? durationS : getSeconds(last);
    return { segments: createSegment(0, tokens.length, 0, endS), tokens, advanceS: durationS };
  }
  if (endsWithSingleTimestamp) cuts.push(tokens.length);
  const segments = cuts.flatMap((cut, index) => {
    const from = cuts[index - 1] ?? 0;
    return createSegment(from, cut, getSeconds(from), getSeconds(cut - 1));
  });
  // Without progress, the same window would be decoded again and again.
  const lastS = getSeconds(cuts.at(-1)! - 1);
  return {
    segments,
    tokens: tokens.slice(0, cuts.at(-1)),
    advanceS: endsWithSingleTimestamp || lastS <= 0 ? durationS : lastS,
  };
}

/** Rounds to milliseconds, which removes floating-point errors of sums. */
const roundToMs = (seconds: number) => Math.round(seconds * 1000) / 1000;
