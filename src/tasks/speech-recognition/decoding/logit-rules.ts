import type { Vocabulary } from '../model/vocabulary.ts';

/**
 * Excludes tokens by setting their logits to -Infinity, as `SuppressTokens` and `ApplyTimestampRules` of OpenAI's
 * `whisper/decoding.py` do.
 * @param logits one per token of the vocabulary; changed in place
 * @param sampled the tokens of this window so far, without its prompt
 */
export function applyLogitRules(logits: Float32Array, sampled: readonly number[], vocabulary: Vocabulary): void {
  const { suppressed, suppressedFirst, noTimestamps, endOfText, firstTimestamp } = vocabulary;
  for (const token of suppressed) logits[token] = -Infinity;
  if (sampled.length === 0) for (const token of suppressedFirst) logits[token] = -Infinity;
  logits[noTimestamps] = -Infinity;
  const isTimestamp = (token: number | undefined) => token !== undefined && token >= firstTimestamp;
  const isLastTimestamp = isTimestamp(sampled.at(-1));
  const areLastTwoTimestamps = isLastTimestamp && (sampled.length < 2 || isTimestamp(sampled.at(-2)));
  // Timestamps are in pairs, except directly before the end of the text.
  if (areLastTwoTimestamps) logits.fill(-Infinity, firstTimestamp);
  else if (isLastTimestamp) logits.fill(-Infinity, 0, endOfText);
  // Timestamps do not decrease, and a segment is not empty.
  const latest = sampled.findLast(isTimestamp);
  if (latest !== undefined)
    logits.fill(-Infinity, firstTimestamp, isLastTimestamp && !areLastTwoTimestamps ? latest : latest + 1);
  if (sampled.length === 0) {
    logits.fill(-Infinity, 0, firstTimestamp);
    logits.fill(-Infinity, firstTimestamp + vocabulary.maxInitialTimestamp + 1);
  }
  if (areTimestampsLikelier(logits, firstTimestamp)) logits.fill(-Infinity, 0, firstTimestamp);
}

/** Whether the timestamps together are likelier than every other token. */
function areTimestampsLikelier(logits: Float32Array, firstTimestamp: number): boolean {
  const maxText = findMax(logits, 0, firstTimestamp);
  const max = findMax(logits, firstTimestamp, logits.length);
  if (max === -Infinity) return false;
  let sum = 0;
  for (let token = firstTimestamp; token < logits.length; token++) sum += Math.exp(logits[token]! - max);
  return max + Math.log(sum) > maxText;
}

function findMax(values: Float32Array, start: number, end: number): number {
  let max = -Infinity;
  for (let index = start; index < end; index++) if (values[index]! > max) max = values[index]!;
  return max;
}
