import { expect, test } from 'vitest';
import type { Vocabulary } from '../model/vocabulary.ts';
import { cutIntoSegments } from './cut-into-segments.ts';
import { applyLogitRules } from './logit-rules.ts';
import { sampleToken } from './sampling.ts';

// Tokens: 0 to 4 are text, 5 ends it, 6 to 9 are special, 10 and above are timestamps 20 ms apart.
const vocabulary: Vocabulary = {
  startOfTranscript: 6,
  endOfText: 5,
  startOfPrevious: 7,
  noSpeech: 8,
  noTimestamps: 9,
  firstTimestamp: 10,
  transcribe: null,
  languages: new Map(),
  suppressed: [4],
  suppressedFirst: [0, 5],
  maxInitialTimestamp: 2,
  decode: (tokens) =>
    tokens
      .filter((token) => token < 5)
      .map((token) => ` ${'abcde'[token]}`)
      .join(''),
};

/** Lists the tokens that the rules allow, if all text logits except `otherLogits` are equal. */
function listAllowedTokens(sampled: readonly number[], otherLogits: Readonly<Record<number, number>> = {}): number[] {
  const logits = new Float32Array(16);
  logits.fill(-50, 10); // all timestamps together are less likely than a text token
  for (const [token, logit] of Object.entries(otherLogits)) logits[Number(token)] = logit;
  applyLogitRules(logits, sampled, vocabulary);
  return [...logits.keys()].filter((token) => logits[token] !== -Infinity);
}

// Expected: the comments of ApplyTimestampRules in OpenAI's whisper/decoding.py, by hand.
test('the first token is a timestamp of at most the maximum', () => {
  expect(listAllowedTokens([])).toEqual([10, 11, 12]);
});

test('text follows a start timestamp; an end timestamp precedes an equal or later one, or the end', () => {
  expect(listAllowedTokens([10])).toEqual([0, 1, 2, 3, 5, 6, 7, 8]);
  expect(listAllowedTokens([10, 1, 12])).toEqual([5, 6, 7, 8, 12, 13, 14, 15]);
  expect(listAllowedTokens([10, 1, 12, 12])).toEqual([0, 1, 2, 3, 5, 6, 7, 8]);
});

test('timestamps increase, and exclude text if they are likelier together', () => {
  expect(listAllowedTokens([10, 1])).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 11, 12, 13, 14, 15]);
  // Three timestamps of 0 are likelier than one token of 1: log 3 = 1.0986.
  const text = { 0: 1, 1: 0, 2: 0, 3: 0, 5: 0, 6: 0, 7: 0, 8: 0 };
  expect(listAllowedTokens([10, 1], { ...text, 11: 0, 12: 0, 13: 0 })).toEqual([11, 12, 13, 14, 15]);
  expect(listAllowedTokens([10, 1], { ...text, 0: 1.2, 11: 0, 12: 0, 13: 0 })).toContain(0);
});

test('temperature 0 chooses the likeliest token, and a higher one samples by probability', () => {
  const logits = Float32Array.of(Math.log(1), Math.log(3), -Infinity);
  expect(sampleToken(logits, 0, () => 0)).toEqual({ token: 1, logProbability: expect.closeTo(Math.log(0.75), 6) });
  // Weights are squared at temperature 0.5: 1 and 9.
  expect([0, 0.09, 0.11, 0.999].map((value) => sampleToken(logits, 0.5, () => value).token)).toEqual([0, 0, 1, 1]);
});

const quality = {
  text: '',
  averageLogProbability: -0.2,
  noSpeechProbability: 0.1,
  compressionRatio: 1.5,
  temperature: 0,
};
const cutTokens = (tokens: readonly number[]) => {
  const {
    segments,
    advanceS,
    tokens: usedTokens,
  } = cutIntoSegments({ tokens, ...quality }, { startS: 30, durationS: 20 }, vocabulary);
  return { texts: segments.map(({ startS, endS, text }) => [startS, endS, text]), advanceS, used: usedTokens.length };
};

// Expected: the loop of whisper/transcribe.py, by hand.
test('a window is cut at pairs of timestamps, and the next window starts at the last pair', () => {
  // 0 a 0.04 | 0.04 b (not ended): b belongs to the next window.
  expect(cutTokens([10, 0, 12, 12, 1])).toEqual({ texts: [[30, 30.04, 'a']], advanceS: 0.04, used: 3 });
  // A single timestamp at the end: nothing is spoken after it.
  expect(cutTokens([10, 0, 12, 12, 1, 15])).toEqual({
    texts: [
      [30, 30.04, 'a'],
      [30.04, 30.1, 'b'],
    ],
    advanceS: 20,
    used: 6,
  });
});

test('a window without a pair is one segment that ends at its last timestamp or its own end', () => {
  expect(cutTokens([10, 0, 1, 15])).toEqual({ texts: [[30, 30.1, 'a b']], advanceS: 20, used: 4 });
  expect(cutTokens([10, 0])).toEqual({ texts: [[30, 50, 'a']], advanceS: 20, used: 2 });
  expect(cutTokens([10])).toEqual({ texts: [], advanceS: 20, used: 1 });
});
