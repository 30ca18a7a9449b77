/** A person whom the user enrolled, with one vector of length 1 for each image. */
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

/** A maximum distance with the errors that it makes on the enrolled images. */
export interface RocPoint {
  readonly threshold: number;
  /** Fraction of pairs of different people that are taken as one. */
  readonly falseMatchRate: number;
  /** Fraction of pairs of images of one person that are taken as different people. */
  readonly falseNonMatchRate: number;
}

/** A larger distance means another person: the value for FaceNet-like embeddings that guides recommend. */
export const defaultMaxDistance = 0.6;

/**
 * Cosine distance of two vectors of length 1.
 * @returns `Infinity` if their lengths differ: they are of different models
 */
export function computeFaceDistance(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Infinity;
  return 1 - a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

/** The person with the nearest image; `null` if nobody is enrolled. */
export function findNearestPerson(embedding: readonly number[], people: readonly Person[]): Match | null {
  let best: Match | null = null;
  for (const { name, embeddings } of people)
    for (const known of embeddings) {
      const distance = computeFaceDistance(embedding, known);
      if (distance < (best?.distance ?? Infinity)) best = { name, distance };
    }
  return best;
}

/**
 * The receiver operating characteristic of the enrolled images, for each distance that occurs between two of them.
 * @returns `null` without two images of one person, or without two people
 */
export function computeFaceRoc(people: readonly Person[]): readonly RocPoint[] | null {
  const images = people.flatMap(({ name, embeddings }) => embeddings.map((embedding) => ({ name, embedding })));
  const same: number[] = [];
  const different: number[] = [];
  images.forEach((a, index) => {
    for (const b of images.slice(index + 1)) {
      const distance = computeFaceDistance(a.embedding, b.embedding);
      (a.name === b.name ? same : different).push(distance);
    }
  });
  if (same.length === 0 || different.length === 0) return null;
  const thresholds = [...new Set([...same, ...different])].toSorted((a, b) => a - b);
  return thresholds.map((threshold) => ({
    threshold,
    falseMatchRate: different.filter((distance) => distance <= threshold).length / different.length,
    falseNonMatchRate: same.filter((distance) => distance > threshold).length / same.length,
  }));
}

/** The maximum distance with the fewest errors of both kinds, in the middle of those that make as few; Youden's index. */
export function findBestThreshold(roc: readonly RocPoint[]): RocPoint {
  const sumErrors = ({ falseMatchRate, falseNonMatchRate }: RocPoint) => falseMatchRate + falseNonMatchRate;
  const least = Math.min(...roc.map(sumErrors));
  const first = roc.findIndex((point) => sumErrors(point) === least);
  // No pair lies between a threshold and the next, so that all values between them make the same errors.
  const [{ threshold }, next] = [roc[first]!, roc[first + 1]];
  return { ...roc[first]!, threshold: next ? (threshold + next.threshold) / 2 : threshold };
}
