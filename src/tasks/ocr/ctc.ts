/** The text of one line. */
export interface DecodedText {
  readonly text: string;
  /** Mean probability of the decoded characters, 0 to 1; 0 if there are none. */
  readonly score: number;
}

/**
 * Greedy decoding of connectionist temporal classification (Graves et al., 2006): takes the likeliest class of each
 * step, collapses repeats and removes blanks (class 0).
 * @param probabilities one row of `classes.length` for each step
 */
export function decodeCtc(probabilities: Float32Array, classes: readonly string[]): DecodedText {
  let [text, sum, count, last] = ['', 0, 0, 0];
  for (let start = 0; start < probabilities.length; start += classes.length) {
    let best = 0;
    for (let index = 1; index < classes.length; index++)
      if (probabilities[start + index]! > probabilities[start + best]!) best = index;
    if (best !== 0 && best !== last) {
      text += classes[best]!;
      sum += probabilities[start + best]!;
      count++;
    }
    last = best;
  }
  return { text, score: count === 0 ? 0 : sum / count };
}
