import { describe, expect, test } from 'vitest';
import { createSeededRandom, shuffle } from '#core/random.ts';
import { fitHead } from '../fit-head.ts';
import { classifyFeatures, rankLabels, type Head } from '../head.ts';
import { digitLabels, readDigits } from '../../../scripts/digits/uci-digits.fixture.ts';
import { adaptHead, defaultLimits } from './adapt-head.ts';
import { maxReplayPerClass, splitCorrections, type Correction } from './correction.ts';
import { learnFromCorrections } from './learn-from-corrections.ts';

const digits = shuffle(readDigits(), createSeededRandom(1));
const knownDigits = digits.slice(0, 600);
const unseenDigits = digits.slice(600);

/** A head that confuses two digits, because it was trained with few eights. */
const head: Head = fitHead(
  knownDigits.filter(({ label }, index) => label !== 8 || index % 12 === 0),
  digitLabels,
);

const predictLabel = (scoredHead: Head, features: Float32Array) =>
  rankLabels(scoredHead, classifyFeatures(scoredHead, features))[0]!.label;

function toCorrection(
  { features, label }: (typeof digits)[number],
  statedLabel = String(label),
  changes: Partial<Correction> = {},
): Correction {
  const correctionFeatures = Float32Array.from(features);
  return {
    label: statedLabel,
    answered: predictLabel(head, correctionFeatures),
    features: correctionFeatures,
    isHeldOut: null,
    acceptedBy: null,
    ...changes,
  };
}

/** Earlier corrections: of each class 20 for testing and 20 for replay. */
const earlierCorrections = digitLabels.flatMap((digit) =>
  knownDigits
    .filter(({ label }) => String(label) === digit)
    .slice(0, 40)
    .map((item, index) => toCorrection(item, digit, { isHeldOut: index % 2 === 0, acceptedBy: 'given' })),
);

/** The digits that a person corrects or confirms: 40 eights and 40 others. */
const session = [
  ...unseenDigits.filter(({ label }) => label === 8).slice(0, 40),
  ...unseenDigits.filter(({ label }) => label !== 8).slice(0, 40),
];

test('a session improves the class that the model confuses, and no other class gets worse', () => {
  const outcome = learnFromCorrections({
    head,
    corrections: [...earlierCorrections, ...session.map((item) => toCorrection(item))],
  });
  expect(outcome.refusal).toBeNull();
  expect(outcome.session!.after).toBeGreaterThan(outcome.session!.before);
  expect(outcome.earlier).toMatchObject({ isAccepted: true, lostClasses: [] });
  const untouched = unseenDigits.filter((item) => !session.includes(item));
  const computeRecall = (scoredHead: Head, digit: number) => {
    const items = untouched.filter(({ label }) => label === digit);
    return items.filter(({ features }) => predictLabel(scoredHead, features) === String(digit)).length / items.length;
  };
  expect(computeRecall(outcome.head!, 8)).toBeGreaterThan(computeRecall(head, 8) + 0.5);
  for (const digit of digitLabels.map(Number))
    expect(computeRecall(outcome.head!, digit)).toBeGreaterThan(computeRecall(head, digit) - 0.1);
});

test('systematically wrong labels are refused, because accuracy on earlier images falls', () => {
  const wrong = unseenDigits.filter(({ label }) => label === 3).slice(0, 60);
  const corrections = [...earlierCorrections, ...wrong.map((item) => toCorrection(item, '5'))];
  const outcome = learnFromCorrections({ head, corrections });
  expect(outcome.session!.after).toBeGreaterThan(outcome.session!.before); // the session agrees with itself
  expect(outcome.refusal).toEqual({ reason: 'worse-than-before' });
});

test('a session in which every label is wrong is refused', () => {
  const corrections = [
    ...earlierCorrections,
    ...session.map((item) => toCorrection(item, String((item.label + 1) % 10))),
  ];
  expect(learnFromCorrections({ head, corrections }).refusal).not.toBeNull();
});

test('a session of confirmed answers alone is refused', () => {
  const trained = fitHead(knownDigits, digitLabels);
  const confirmed = unseenDigits
    .filter(({ label, features }) => predictLabel(trained, features) === String(label))
    .slice(0, 40)
    .map((item) => toCorrection(item, String(item.label), { answered: String(item.label) }));
  const { refusal } = learnFromCorrections({ head: trained, corrections: [...earlierCorrections, ...confirmed] });
  expect(['not-shown-better', 'worse-than-before']).toContain(refusal?.reason);
});

describe('a session is refused with the required number', () => {
  test('if it has too few corrections', () => {
    const corrections = [...earlierCorrections, ...session.slice(0, 4).map((item) => toCorrection(item))];
    expect(learnFromCorrections({ head, corrections }).refusal).toEqual({
      reason: 'too-few-corrections',
      count: 4,
      needed: 10,
    });
  });

  test('if one of its classes has too few held-out images', () => {
    const corrections = [
      ...earlierCorrections.filter(({ label }) => label !== '8'),
      ...session.map((item) => toCorrection(item)),
    ];
    expect(learnFromCorrections({ head, corrections }).refusal).toEqual({
      reason: 'too-few-test-items',
      label: '8',
      count: 0,
      needed: 5,
    });
  });
});

test('an update stays within its limits for extreme examples', () => {
  const extreme = digits
    .slice(0, 20)
    .map(({ features }) => ({ features: features.map((value) => value * 1e4), label: 0 }));
  const { change } = adaptHead(head, extreme, [], { ...defaultLimits, learningRate: 10, maxChange: 0.2 });
  expect(change).toBeLessThanOrEqual(0.2 + 1e-9);
});

test('the replay buffer has the latest corrections of each class, without held-out and new ones', () => {
  const createCorrection = (
    label: string,
    acceptedBy: string | null,
    isHeldOut: boolean,
    index: number,
  ): Correction => ({
    label,
    answered: label,
    features: Float32Array.of(index),
    isHeldOut,
    acceptedBy,
  });
  const manyCorrections = Array.from({ length: maxReplayPerClass + 5 }, (_, index) =>
    createCorrection('a', 'given', false, index),
  );
  const sets = splitCorrections(
    [
      ...manyCorrections,
      createCorrection('b', 'given', true, 0),
      createCorrection('a', null, false, 0),
      createCorrection('c', null, false, 0),
    ],
    ['a', 'b'],
  );
  expect(sets.replay).toHaveLength(maxReplayPerClass);
  expect(sets.replay[0]!.features[0]).toBe(5);
  expect([sets.test.length, sets.session.length]).toEqual([1, 1]);
});
