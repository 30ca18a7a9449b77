import type { ClassificationOutcome } from '#metrics/classification.ts';
import { createSeededRandom, shuffle } from '#core/random.ts';
import { computeWilsonInterval } from '#statistics/wilson.ts';
import { compareHeads, isCorrect, type HeadComparison } from './compare-heads.ts';
import { fitHead, type LabelledFeatures } from './fit-head.ts';
import { classifyFeatures, rankLabels, type Head } from './head.ts';

/** The features of an image with its class. */
export interface Example {
  readonly label: string;
  readonly isHeldOut: boolean;
  /** The features of the image, then those of its changed copies, which are used only for training. */
  readonly features: readonly [Float32Array, ...Float32Array[]];
  /** The prediction of the backbone as one of the labels; `null` if it is none of them. */
  readonly backboneLabel: string | null;
}

/** What the new head is compared with. */
export type BaselineKind =
  | 'head' // the current head
  | 'own-labels' // the predictions of the backbone, which has labels for all classes
  | 'frequent-class'; // always predicts the class with the most images

export interface TrainingRequest {
  /** Labels by class id; each has examples that are held out and examples that are not. */
  readonly labels: readonly string[];
  readonly examples: readonly Example[];
  /** Whether the backbone has labels for all classes, so that its predictions are a baseline. */
  readonly hasBackboneLabels: boolean;
  /** The head to replace; `null` if there is none. */
  readonly current: Head | null;
  readonly seed: number;
}

/** The accuracy after training on a part of the images. */
export interface LearningPoint {
  /** Number of training images, without copies. */
  readonly pictures: number;
  readonly accuracy: number;
}

export interface TrainedHead {
  readonly head: Head;
  /** Accuracy on the held-out images. */
  readonly accuracy: number;
  /** Wilson's two-sided 95% interval of the accuracy. */
  readonly interval: readonly [low: number, high: number];
  readonly curve: readonly LearningPoint[];
  /** The outcomes of the held-out images, in the order of the request. */
  readonly outcomes: readonly ClassificationOutcome[];
  /** The comparison on the held-out images of classes that the baseline knows. */
  readonly comparison: HeadComparison & { readonly baseline: BaselineKind };
}

/** Fractions of the training images of each class in the learning curve. */
const fractions = [0.25, 0.5, 0.75, 1] as const;

/** Maximum number of predictions in an outcome. */
const maxPredictions = 5;

/**
 * Trains a head on the images that are not held out, and tests it on the others. Deterministic.
 * @param onProgress called with the completed fraction, 0 to 1
 */
export function trainHead(
  { labels, examples, hasBackboneLabels, current, seed }: TrainingRequest,
  onProgress: (fraction: number) => void = () => {},
): TrainedHead {
  const heldOut = examples.filter(({ isHeldOut }) => isHeldOut);
  const byClass = groupByClass(labels, examples, createSeededRandom(seed));
  let head: Head | null = null;
  const curve: LearningPoint[] = [];
  for (const [index, fraction] of fractions.entries()) {
    const trainingPart = byClass.flatMap((rows) => rows.slice(0, Math.ceil(fraction * rows.length)));
    if (trainingPart.length === curve.at(-1)?.pictures) continue;
    head = fitHead(trainingPart.flatMap(createRowMapper(labels)), labels);
    curve.push({
      pictures: trainingPart.length,
      accuracy: computeFraction(heldOut.map((example) => computeOutcome(head!, example)).map(isCorrect)),
    });
    onProgress((index + 1) / fractions.length);
  }
  const trainedHead = head!;
  const outcomes = heldOut.map((example) => computeOutcome(trainedHead, example));
  const correct = outcomes.filter(isCorrect).length;
  return {
    head: trainedHead,
    accuracy: correct / outcomes.length,
    interval: computeWilsonInterval(correct, outcomes.length)!,
    curve,
    outcomes,
    comparison: compareWithBaseline({ labels, examples, hasBackboneLabels, current }, outcomes),
  };
}

/** Groups the training images by class, in random order. */
function groupByClass(labels: readonly string[], examples: readonly Example[], random: () => number): Example[][] {
  return labels.map((label) =>
    shuffle(
      examples.filter((example) => example.label === label && !example.isHeldOut),
      random,
    ),
  );
}

const createRowMapper =
  (labels: readonly string[]) =>
  ({ label, features }: Example): readonly LabelledFeatures[] =>
    features.map((values) => ({ features: values, label: labels.indexOf(label) }));

function computeOutcome(head: Head, { label, features }: Example): ClassificationOutcome {
  const rankedLabels = rankLabels(head, classifyFeatures(head, features[0]));
  return {
    truth: label,
    predictions: rankedLabels.slice(0, maxPredictions).map(({ label }) => label),
    confidence: rankedLabels[0]!.probability,
  };
}

function compareWithBaseline(
  { labels, examples, hasBackboneLabels, current }: Omit<TrainingRequest, 'seed'>,
  after: readonly ClassificationOutcome[],
): TrainedHead['comparison'] {
  const heldOut = examples.filter(({ isHeldOut }) => isHeldOut);
  const isKnown = heldOut.map(({ label }) => current?.labels.includes(label) === true);
  if (current && isKnown.includes(true)) {
    const before = heldOut.filter((_, index) => isKnown[index]).map((example) => computeOutcome(current, example));
    const knownAfter = after.filter((_, index) => isKnown[index]);
    return { baseline: 'head', ...compareHeads(before, knownAfter) };
  }
  const countExamples = (label: string) => examples.filter((example) => example.label === label).length;
  const mostFrequent = labels.toSorted((a, b) => countExamples(b) - countExamples(a))[0]!;
  const before = heldOut.map(({ label, backboneLabel }) => ({
    truth: label,
    predictions: [hasBackboneLabels ? (backboneLabel ?? '') : mostFrequent],
  }));
  if (hasBackboneLabels) return { baseline: 'own-labels', ...compareHeads(before, after) };
  return { baseline: 'frequent-class', ...compareHeads(before, after, Infinity) };
}

const computeFraction = (values: readonly boolean[]) => values.filter(Boolean).length / values.length;
