import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { GateEvidence, PairedScore } from '../gate-evidence.ts';
import { judge } from '../evaluate-gate.ts';

/** Creates paired scores from the items that each model gets right. */
function createPairedEvidence(baseline: readonly boolean[], candidate: readonly boolean[]): GateEvidence {
  const countPairs = (a: boolean, b: boolean) =>
    baseline.filter((right, index) => right === a && candidate[index] === b).length;
  const counts = {
    both: countPairs(true, true),
    onlyBaseline: countPairs(true, false),
    onlyCandidate: countPairs(false, true),
    neither: countPairs(false, false),
  };
  const n = baseline.length;
  const correctFraction = (rights: readonly boolean[]) => rights.filter(Boolean).length / n;
  const score = {
    metric: 'top-1',
    n,
    baseline: correctFraction(baseline),
    candidate: correctFraction(candidate),
    counts,
  };
  return withScore({ ...score, resample: () => null });
}

function withScore(score: PairedScore): GateEvidence {
  const model = { sizeBytes: 1000 };
  return { modelKind: 'tensor', candidate: model, baseline: model, paired: [score] };
}

const judgeState = (evidence: GateEvidence, limit: number) =>
  judge({ gate: 'quality-ratio', severity: 'error', limit }, evidence).state;

/**
 * Simulates two models on the same items. The baseline has 75% right; as fractions of all items, the candidate loses
 * `flips` and gains `flips - loss`.
 */
function simulate(n: number, flips: number, loss: number, random: () => number): GateEvidence {
  const baseline = Array.from({ length: n }, () => random() < 0.75);
  const candidate = baseline.map((right) => (right ? random() >= flips / 0.75 : random() < (flips - loss) / 0.25));
  return createPairedEvidence(baseline, candidate);
}

/** Computes the fraction of simulations that end in each state. */
function computeStateFractions(runs: number, evidence: () => GateEvidence, limit: number) {
  const all = Array.from({ length: runs }, () => judgeState(evidence(), limit));
  const fraction = (state: string) => all.filter((candidate) => candidate === state).length / runs;
  return { pass: fraction('pass'), fail: fraction('fail'), undecided: fraction('inconclusive') };
}

test('equally good models fail at most 5% of 1,000 comparisons, at any limit', () => {
  const random = createSeededRandom(11);
  const comparisons = Array.from({ length: 1_000 }, () => simulate(500, 0.04, 0, random));
  for (const limit of [0.95, 0.99, 0.999, 1]) {
    const remaining = comparisons.values();
    expect(computeStateFractions(1_000, () => remaining.next().value!, limit).fail).toBeLessThanOrEqual(0.05);
  }
});

test('a model exactly at the margin passes in at most 5% of 1,000 comparisons, up to chance', () => {
  const random = createSeededRandom(12);
  // 0.75 * 0.95 = 0.7125: a loss of 3.75 points. Of 1,000 draws of 5%, 67 or more occur with a probability of 1%.
  const { pass } = computeStateFractions(1_000, () => simulate(500, 0.06, 0.0375, random), 0.95);
  expect(pass).toBeLessThanOrEqual(0.067);
});

test('a loss of 3 points on 500 items never passes as the same quality, and fails in over 80% of comparisons', () => {
  const random = createSeededRandom(13);
  const { pass, fail } = computeStateFractions(1_000, () => simulate(500, 0.05, 0.03, random), 0.999);
  expect(pass).toBe(0);
  expect(fail).toBeGreaterThanOrEqual(0.8);
});

test('a model with a zeroed weight tensor, which guesses among 1,000 classes, fails at every limit', () => {
  const random = createSeededRandom(14);
  const baseline = Array.from({ length: 200 }, () => random() < 0.7);
  const evidence = createPairedEvidence(
    baseline,
    baseline.map(() => random() < 0.001),
  );
  expect([0.5, 0.95, 0.99, 0.999].map((limit) => judgeState(evidence, limit))).toEqual([
    'fail',
    'fail',
    'fail',
    'fail',
  ]);
});

test('too few items are inconclusive, even without a difference', () => {
  const same = (n: number) => createPairedEvidence(Array(n).fill(true), Array(n).fill(true));
  const result = judge({ gate: 'quality-ratio', severity: 'error', limit: 0.95 }, same(40));
  expect(result).toMatchObject({ state: 'inconclusive', n: 40 });
  // Computed by hand: with a loss of 5%, none of n items is lost with probability 0.95^n, which is 5% at n = 58.4.
  expect(judgeState(same(58), 0.95)).toBe('inconclusive');
  expect(judgeState(same(59), 0.95)).toBe('pass');
});

/** Creates evidence of a score that is the mean of the items' values, such as a word accuracy or an F1. */
function createMeanEvidence(
  baseline: readonly number[],
  candidate: readonly number[],
  kind: Partial<PairedScore> = {},
) {
  const weightedMean = (values: readonly number[], counts?: Uint32Array) =>
    values.reduce((sum, value, index) => sum + value * (counts?.[index] ?? 1), 0) / values.length;
  return withScore({
    metric: 'miou',
    n: baseline.length,
    baseline: weightedMean(baseline),
    candidate: weightedMean(candidate),
    resample: (counts) => [weightedMean(baseline, counts), weightedMean(candidate, counts)],
    ...kind,
  });
}

test('a score that varies between items passes by the paired bootstrap', () => {
  const random = createSeededRandom(15);
  const baseline = Array.from({ length: 300 }, () => random());
  const worse = baseline.map((value) => value * (0.95 + 0.06 * random()));
  expect(judgeState(createMeanEvidence(baseline, worse), 0.95)).toBe('pass');
  expect(judgeState(createMeanEvidence(baseline, worse), 0.99)).toBe('fail');
});

test('models that differ on no item, or a ratio undefined on some resamples, have no interval', () => {
  const values = Array.from({ length: 300 }, (_, index) => index / 300);
  const judgeRatio = (evidence: GateEvidence) =>
    judge({ gate: 'quality-ratio', severity: 'error', limit: 0.5 }, evidence);
  expect(judgeRatio(createMeanEvidence(values, values))).toMatchObject({
    reason: { code: 'no-interval', facts: { metric: 'miou', why: 'no-variation' } },
  });
  let resamples = 0;
  const resampleWithGap = () => (++resamples === 500 ? null : ([0.5, 0.4 + resamples / 10_000] as const));
  expect(judgeRatio(createMeanEvidence(values, values, { resample: resampleWithGap }))).toMatchObject({
    reason: { code: 'no-interval', facts: { metric: 'miou', why: 'undefined-resamples' } },
  });
});

/** Lists 30 values with this mean. */
const listValuesAround = (mean: number) =>
  Array.from({ length: 30 }, (_, index) => mean + (index % 2 === 0 ? 0.01 : -0.01));

test('a word error rate is compared as word accuracy, a perplexity as its inverse', () => {
  const judgeErrors = (metric: string, baseline: number, candidate: number) =>
    judge(
      { gate: 'quality-ratio', severity: 'error', limit: 0.5 },
      createMeanEvidence(Array(30).fill(baseline), listValuesAround(candidate), { metric, isError: true }),
    );
  expect(judgeErrors('wer', 0.1, 0.19)).toMatchObject({ measured: expect.closeTo(0.9, 12) as number });
  expect(judgeErrors('perplexity', 8, 10)).toMatchObject({ measured: expect.closeTo(0.8, 12) as number });
  expect(judgeErrors('kl-divergence', 0.1, 0.2)).toMatchObject({ reason: { code: 'no-quality-ratio' } });
  expect(judgeErrors('wer', 1.2, 0.5)).toMatchObject({ reason: { code: 'baseline-without-quality' } });
});
