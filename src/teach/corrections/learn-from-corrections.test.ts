import { describe, expect, test } from 'vitest';
import { createSeededRandom, shuffle } from '#core/random.ts';
import { fitHead } from '../fit-head.ts';
import { classify, rankLabels, type Head } from '../head.ts';
import { digitLabels, readDigits } from '../../../scripts/digits/uci-digits.fixture.ts';
import { adaptHead, defaultLimits } from './adapt-head.ts';
import { maxReplayPerClass, splitCorrections, type Correction } from './correction.ts';
import { learnFromCorrections } from './learn-from-corrections.ts';

const digits = shuffle(readDigits(), createSeededRandom(1));
const known = digits.slice(0, 600);
const unseen = digits.slice(600);

/** A head that confuses two digits: it was taught with few of one of them, and none that look unusual. */
const head: Head = fitHead(
  known.filter(({ label }, index) => label !== 8 || index % 12 === 0),
  digitLabels,
);

const answer = (of: Head, features: Float32Array) => rankLabels(of, classify(of, features))[0]!.label;

function toCorrection(
  { features, label }: (typeof digits)[number],
  says = String(label),
  changes: Partial<Correction> = {},
): Correction {
  const own = Float32Array.from(features);
  return { label: says, answered: answer(head, own), features: own, isHeldOut: null, acceptedBy: null, ...changes };
}

/** Pictures from before the session: 20 of each class to test, 20 to learn from again. */
const given = digitLabels.flatMap((digit) =>
  known
    .filter(({ label }) => String(label) === digit)
    .slice(0, 40)
    .map((item, index) => toCorrection(item, digit, { isHeldOut: index % 2 === 0, acceptedBy: 'given' })),
);

/** What a person corrects and confirms: eights, and other digits. */
const session = [
  ...unseen.filter(({ label }) => label === 8).slice(0, 40),
  ...unseen.filter(({ label }) => label !== 8).slice(0, 40),
];

test('a session improves the class that the model confuses, and no other gets worse', () => {
  const outcome = learnFromCorrections({ head, corrections: [...given, ...session.map((item) => toCorrection(item))] });
  expect(outcome.refusal).toBeNull();
  expect(outcome.session!.after).toBeGreaterThan(outcome.session!.before);
  expect(outcome.earlier).toMatchObject({ isAccepted: true, lostClasses: [] });
  const untouched = unseen.filter((item) => !session.includes(item));
  const right = (of: Head, digit: number) => {
    const items = untouched.filter(({ label }) => label === digit);
    return items.filter(({ features }) => answer(of, features) === String(digit)).length / items.length;
  };
  expect(right(outcome.head!, 8)).toBeGreaterThan(right(head, 8) + 0.5);
  for (const digit of digitLabels.map(Number))
    expect(right(outcome.head!, digit)).toBeGreaterThan(right(head, digit) - 0.1);
});

test('systematically wrong labels are refused, because known pictures would be answered worse', () => {
  const wrong = unseen.filter(({ label }) => label === 3).slice(0, 60);
  const corrections = [...given, ...wrong.map((item) => toCorrection(item, '5'))];
  const outcome = learnFromCorrections({ head, corrections });
  expect(outcome.session!.after).toBeGreaterThan(outcome.session!.before); // the session agrees with itself
  expect(outcome.refusal).toEqual({ reason: 'worse-than-before' });
});

test('labels of another class for each digit are refused', () => {
  const corrections = [...given, ...session.map((item) => toCorrection(item, String((item.label + 1) % 10)))];
  expect(learnFromCorrections({ head, corrections }).refusal).not.toBeNull();
});

test('confirmed answers alone are no reason for an update', () => {
  const trained = fitHead(known, digitLabels);
  const confirmed = unseen
    .filter(({ label, features }) => answer(trained, features) === String(label))
    .slice(0, 40)
    .map((item) => toCorrection(item, String(item.label), { answered: String(item.label) }));
  const { refusal } = learnFromCorrections({ head: trained, corrections: [...given, ...confirmed] });
  expect(['not-shown-better', 'worse-than-before']).toContain(refusal?.reason);
});

describe('too little is told with the number that is needed', () => {
  test('of corrections', () => {
    const corrections = [...given, ...session.slice(0, 4).map((item) => toCorrection(item))];
    expect(learnFromCorrections({ head, corrections }).refusal).toEqual({
      reason: 'too-few-corrections',
      count: 4,
      needed: 10,
    });
  });

  test('of held-out pictures of a class of the session', () => {
    const corrections = [...given.filter(({ label }) => label !== '8'), ...session.map((item) => toCorrection(item))];
    expect(learnFromCorrections({ head, corrections }).refusal).toEqual({
      reason: 'too-few-test-items',
      label: '8',
      count: 0,
      needed: 5,
    });
  });
});

test('an update stays within its limits, whatever the examples', () => {
  const extreme = digits
    .slice(0, 20)
    .map(({ features }) => ({ features: features.map((value) => value * 1e4), label: 0 }));
  const { change } = adaptHead(head, extreme, [], { ...defaultLimits, learningRate: 10, maxChange: 0.2 });
  expect(change).toBeLessThanOrEqual(0.2 + 1e-9);
});

test('the replay buffer has the latest corrections of each class, and none that are held out or new', () => {
  const of = (label: string, acceptedBy: string | null, isHeldOut: boolean, index: number): Correction => ({
    label,
    answered: label,
    features: Float32Array.of(index),
    isHeldOut,
    acceptedBy,
  });
  const many = Array.from({ length: maxReplayPerClass + 5 }, (_, index) => of('a', 'given', false, index));
  const sets = splitCorrections(
    [...many, of('b', 'given', true, 0), of('a', null, false, 0), of('c', null, false, 0)],
    ['a', 'b'],
  );
  expect(sets.replay).toHaveLength(maxReplayPerClass);
  expect(sets.replay[0]!.features[0]).toBe(5);
  expect([sets.test.length, sets.session.length]).toEqual([1, 1]);
});
