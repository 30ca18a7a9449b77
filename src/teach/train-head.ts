import type { ClassificationOutcome } from '#metrics/classification.ts';
import { createSeededRandom, shuffle } from '#core/random.ts';
import { computeWilsonInterval } from '#statistics/wilson.ts';
import { compareHeads, isCorrect, type HeadComparison } from './compare-heads.ts';
import { fitHead, type LabelledFeatures } from './fit-head.ts';
import { classify, rankLabels, type Head } from './head.ts';

/** A picture of a class, as features. */
export interface Example {
  readonly label: string;
  readonly isHeldOut: boolean;
  /** Of the picture, and of its changed copies, which are used for training only. */
  readonly features: readonly [Float32Array, ...Float32Array[]];
  /** What the backbone itself says, as one of the labels; `null` if it is none of them. */
  readonly ownLabel: string | null;
}

/** What the new head is compared with. */
export type BaselineKind =
  | 'head' // the current head
  | 'own-labels' // the backbone's own answers, as it knows every class
  | 'frequent-class'; // the class with the most pictures, always

export interface TrainingRequest {
  /** By class id; each has examples, of which some are held out and some not. */
  readonly labels: readonly string[];
  readonly examples: readonly Example[];
  /** Whether the backbone's own labels include each of these, so its answers are a baseline. */
  readonly areOwnLabels: boolean;
  /** The head to replace; `null` if there is none. */
  readonly current: Head | null;
  readonly seed: number;
}

/** The accuracy after training on a part of the pictures. */
export interface LearningPoint {
  /** Pictures trained on, without copies. */
  readonly pictures: number;
  readonly accuracy: number;
}

export interface TrainedHead {
  readonly head: Head;
  /** Of the held-out pictures. */
  readonly accuracy: number;
  /** Wilson's two-sided 95% interval of the accuracy. */
  readonly interval: readonly [low: number, high: number];
  readonly curve: readonly LearningPoint[];
  /** The held-out pictures, in the order of the request. */
  readonly outcomes: readonly ClassificationOutcome[];
  /** On the held-out pictures of the classes that the baseline knows. */
  readonly comparison: HeadComparison & { readonly baseline: BaselineKind };
}

/** Fractions of the training pictures of each class in the learning curve. */
const fractions = [0.25, 0.5, 0.75, 1] as const;

/** The number of predictions of an outcome. */
const predicted = 5;

/**
 * Trains a head on the pictures that are not held out, and tests it on the others. Deterministic.
 * @param onProgress gets the fraction that is done, 0 to 1
 */
export function trainHead(
  { labels, examples, areOwnLabels, current, seed }: TrainingRequest,
  onProgress: (fraction: number) => void = () => {},
): TrainedHead {
  const heldOut = examples.filter(({ isHeldOut }) => isHeldOut);
  const byClass = groupByClass(labels, examples, createSeededRandom(seed));
  let head: Head | null = null;
  const curve: LearningPoint[] = [];
  for (const [index, fraction] of fractions.entries()) {
    const part = byClass.flatMap((rows) => rows.slice(0, Math.ceil(fraction * rows.length)));
    if (part.length === curve.at(-1)?.pictures) continue;
    head = fitHead(part.flatMap(toRows(labels)), labels);
    curve.push({
      pictures: part.length,
      accuracy: meanOf(heldOut.map((example) => outcomeOf(head!, example)).map(isCorrect)),
    });
    onProgress((index + 1) / fractions.length);
  }
  const trained = head!;
  const outcomes = heldOut.map((example) => outcomeOf(trained, example));
  const correct = outcomes.filter(isCorrect).length;
  return {
    head: trained,
    accuracy: correct / outcomes.length,
    interval: computeWilsonInterval(correct, outcomes.length)!,
    curve,
    outcomes,
    comparison: compareWithBaseline({ labels, examples, areOwnLabels, current }, outcomes),
  };
}

/** The training pictures of each class, in random order. */
function groupByClass(labels: readonly string[], examples: readonly Example[], random: () => number): Example[][] {
  return labels.map((label) =>
    shuffle(
      examples.filter((example) => example.label === label && !example.isHeldOut),
      random,
    ),
  );
}

const toRows =
  (labels: readonly string[]) =>
  ({ label, features }: Example): readonly LabelledFeatures[] =>
    features.map((values) => ({ features: values, label: labels.indexOf(label) }));

function outcomeOf(head: Head, { label, features }: Example): ClassificationOutcome {
  const ranked = rankLabels(head, classify(head, features[0]));
  return {
    truth: label,
    predictions: ranked.slice(0, predicted).map(({ label }) => label),
    confidence: ranked[0]!.probability,
  };
}

function compareWithBaseline(
  { labels, examples, areOwnLabels, current }: Omit<TrainingRequest, 'seed'>,
  after: readonly ClassificationOutcome[],
): TrainedHead['comparison'] {
  const heldOut = examples.filter(({ isHeldOut }) => isHeldOut);
  const known = heldOut.map(({ label }) => current?.labels.includes(label) === true);
  if (current && known.includes(true)) {
    const before = heldOut.filter((_, index) => known[index]).map((example) => outcomeOf(current, example));
    const same = after.filter((_, index) => known[index]);
    return { baseline: 'head', ...compareHeads(before, same) };
  }
  const count = (label: string) => examples.filter((example) => example.label === label).length;
  const frequent = labels.toSorted((a, b) => count(b) - count(a))[0]!;
  const before = heldOut.map(({ label, ownLabel }) => ({
    truth: label,
    predictions: [areOwnLabels ? (ownLabel ?? '') : frequent],
  }));
  if (areOwnLabels) return { baseline: 'own-labels', ...compareHeads(before, after) };
  return { baseline: 'frequent-class', ...compareHeads(before, after, Infinity) };
}

const meanOf = (values: readonly boolean[]) => values.filter(Boolean).length / values.length;
