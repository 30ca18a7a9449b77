/** The highest of `count` scores at intervals of `step` from `start` on. */
export function findBestClass(scores: Float32Array, start: number, count: number, step: number) {
  let best = 0;
  for (let label = 1; label < count; label++)
    if (scores[start + label * step]! > scores[start + best * step]!) best = label;
  return { label: best, score: scores[start + best * step]! };
}
