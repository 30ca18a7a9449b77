/** A person whom the user enrolled, with one embedding of length 1 for each image. */
export interface Person {
  readonly name: string;
  readonly embeddings: readonly (readonly number[])[];
}

/** The nearest enrolled person. */
export interface Match {
  readonly name: string;
  /** Cosine distance of the nearest image: 0 to 2. */
  readonly distance: number;
}

/** A threshold of the distance and its error rates on the enrolled images. */
export interface RocPoint {
  readonly threshold: number;
  /** Fraction of pairs of different people that are accepted as one person. */
  readonly falseMatchRate: number;
  /** Fraction of pairs of images of one person that are rejected as different people. */
  readonly falseNonMatchRate: number;
}

/**
 * A face at a larger distance is another person. A common starting value; `findBestThreshold` fits it to the user's
 * images.
 */
export const defaultMaxDistance = 0.6;

/**
 * Cosine distance of two vectors of length 1.
 * @returns `Infinity` if their lengths differ: they are of different models
 */
export function computeFaceDistance(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Infinity;
  return 1 - a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

/** Finds the person with the nearest image; `null` if nobody is enrolled with this model. */
export function findNearestPerson(embedding: readonly number[], people: readonly Person[]): Match | null {
  let best: Match | null = null;
  for (const { name, embeddings } of people)
    for (const enrolled of embeddings) {
      const distance = computeFaceDistance(embedding, enrolled);
      if (distance < (best?.distance ?? Infinity)) best = { name, distance };
    }
  return best;
}

/**
 * Computes the receiver operating characteristic of the enrolled images: one point for each distance between two of
 * them.
 * @returns `null` without two images of one person, or without two people
 */
export function computeFaceRoc(people: readonly Person[]): readonly RocPoint[] | null {
  const images = people.flatMap(({ name, embeddings }) => embeddings.map((embedding) => ({ name, embedding })));
  const genuineDistances: number[] = [];
  const impostorDistances: number[] = [];
  images.forEach((a, index) => {
    for (const b of images.slice(index + 1)) {
      const distance = computeFaceDistance(a.embedding, b.embedding);
      (a.name === b.name ? genuineDistances : impostorDistances).push(distance);
    }
  });
  if (genuineDistances.length === 0 || impostorDistances.length === 0) return null;
  const thresholds = [...new Set([...genuineDistances, ...impostorDistances])].toSorted((a, b) => a - b);
  return thresholds.map((threshold) => ({
    threshold,
    falseMatchRate: impostorDistances.filter((distance) => distance <= threshold).length / impostorDistances.length,
    falseNonMatchRate: genuineDistances.filter((distance) => distance > threshold).length / genuineDistances.length,
  }));
}

/** Finds the threshold with the lowest sum of both error rates, which maximises Youden's index. */
export function findBestThreshold(roc: readonly RocPoint[]): RocPoint {
  const sumErrors = ({ falseMatchRate, falseNonMatchRate }: RocPoint) => falseMatchRate + falseNonMatchRate;
  const minErrors = Math.min(...roc.map(sumErrors));
  const bestIndex = roc.findIndex((point) => sumErrors(point) === minErrors);
  // No pair lies between this threshold and the next, so all values between them have the same error rates.
  const [{ threshold }, next] = [roc[bestIndex]!, roc[bestIndex + 1]];
  return { ...roc[bestIndex]!, threshold: next ? (threshold + next.threshold) / 2 : threshold };
}
