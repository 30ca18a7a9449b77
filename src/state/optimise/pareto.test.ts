import { expect, test } from 'vitest';
import { chooseTrial, selectParetoFront, findRefusal, type SuccessfulTrial } from './pareto.ts';

function createTrial(
  scheme: string,
  sizeBytes: number,
  medianMs: number,
  cosine: number,
  faster = false,
): SuccessfulTrial {
  const speedUp = { ratio: 1, interval: faster ? ([1.2, 1.4] as const) : ([0.9, 1.1] as const) };
  const outcome = {
    kind: 'made',
    sizeBytes,
    sha256: '',
    medianMs,
    intervalMs: null,
    speedUp,
    cosine,
    score: null,
  } as const;
  return { parent: 'p', recipe: scheme, scheme, data: '', triedAt: 0, outcome };
}

const clean = createTrial('clean', 100, 10, 1);
const half = createTrial('float16', 50, 10, 0.9999);
const dynamic = createTrial('dynamic-int8', 26, 5, 0.995, true);
const small = createTrial('weight-only', 16, 12, 0.97);
/** Equal to float16, but larger. */
const dominated = createTrial('useless', 60, 10, 0.9999);

test('a trial is on the Pareto front unless another is at least as good in all figures and better in one', () => {
  expect(selectParetoFront([clean, half, dynamic, small, dominated])).toEqual([clean, half, dynamic, small]);
});

test('the fastest trial that keeps the quality is chosen, and the others have a reason', () => {
  const choice = chooseTrial([clean, half, dynamic, small])!;
  expect(choice).toEqual({ trial: dynamic, by: 'speed' });
  expect([dynamic, half, small].map((entry) => findRefusal(entry, choice))).toEqual([null, 'slower', 'quality']);
});

test('if no trial is measurably faster, the smallest trial that keeps the quality is chosen', () => {
  const choice = chooseTrial([clean, half, small])!;
  expect(choice).toEqual({ trial: half, by: 'size' });
  expect(findRefusal(clean, choice)).toBe('larger');
  expect(chooseTrial([small])).toBeNull();
});

test('with gates, their verdict decides instead of the score, and trials that fail are refused', () => {
  const judge = (trial: SuccessfulTrial, verdict: 'pass' | 'fail', unmet: readonly string[] = []): SuccessfulTrial => ({
    ...trial,
    outcome: { ...trial.outcome, gates: { verdict, unmet } },
  });
  const [failed, passed] = [judge(dynamic, 'fail', ['quality']), judge(small, 'pass')];
  const choice = chooseTrial([failed, passed]);
  expect(choice).toEqual({ trial: passed, by: 'size' });
  expect(findRefusal(failed, choice)).toBe('gates');
  expect(chooseTrial([failed])).toBeNull();
  expect(findRefusal(failed, null)).toBe('gates');
});

test('with labelled data, the score decides instead of the outputs', () => {
  const { outcome } = small;
  const scored: SuccessfulTrial = {
    ...small,
    outcome: { ...outcome, score: { metric: 'top-1', value: 0.89, original: 0.9 } },
  };
  // 0.89 / 0.9 = 0.989
  expect(chooseTrial([scored])).toBeNull();
  const better = { ...small, outcome: { ...outcome, score: { metric: 'top-1', value: 0.895, original: 0.9 } } };
  expect(chooseTrial([better])?.trial).toBe(better);
});
