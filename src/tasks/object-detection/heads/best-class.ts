/**
 * Finds the class with the highest score.
 * @param scores of all boxes
 * @param start index of the score of class 0
 * @param step distance between the scores of consecutive classes
 */
export function findBestClass(scores: Float32Array, start: number, count: number, step: number) {
  let best = 0;
  for (let classId = 1; classId < count; classId++)
    if (scores[start + classId * step]! > scores[start + best * step]!) best = classId;
  return { classId: best, score: scores[start + best * step]! };
}
