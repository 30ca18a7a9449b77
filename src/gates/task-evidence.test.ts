import { expect, test } from 'vitest';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { Metric } from '#core/task/evaluation.ts';
import { createSampleCell, createSampleReport } from '#core/report/report.fixture.ts';
import type { TaskReport } from '#core/report/task-report.ts';
import { judge } from './evaluate-gate.ts';
import { collectTaskEvidence, type TaskRunEvidence } from './task-evidence.ts';

const fractionCorrect: Metric<unknown> = {
  id: 'top-1',
  compute: (outcomes) => outcomes.filter((outcome) => outcome === true).length / outcomes.length,
  isCorrect: (outcome) => outcome === true,
  isSame: (a, b) => a === b,
};
const errors: Metric<unknown> = { id: 'wer', isError: true, compute: () => 0.1 };

function createReport(sizeBytes: number): TaskReport {
  const { kind: _kind, cells: _cells, ...header } = createSampleReport();
  const {
    name: _name,
    agreement: _agreement,
    warmup: _warmup,
    capped: _capped,
    ...inference
  } = createSampleCell('', 20, 100);
  return {
    ...header,
    kind: 'task',
    subject: { ...header.subject, sizeBytes },
    memory: { wasmHeapBytes: 5 * sizeBytes },
    task: 'image-classification',
    data: { name: 'set', layout: 'class-folders', sha256: 'ab', items: 6, failed: 0, notRun: 0 },
    scores: [
      { metric: 'top-1', value: 0.5, n: 6, interval: [0.2, 0.8] },
      { metric: 'wer', value: 0.1, n: 6, interval: null },
    ],
    cells: [{ ...inference, name: 'inference' }],
  };
}

const createItem = (path: string, outcome: unknown, inferenceMs: number): EvaluatedItem => ({
  path,
  sha256: null,
  outcome,
  timing: { preMs: 100, inferenceMs, postMs: 100 },
});

/** Six items in blocks of 1, 2 and 3: the candidate is wrong on the second, and fails on the last. */
const run: TaskRunEvidence = {
  report: createReport(1000),
  baselineReport: createReport(4000),
  items: [0, 1, 2, 3, 4, 5].map((index) => ({
    candidate:
      index === 5
        ? { path: '5', sha256: null, error: { code: 'file-unreadable', facts: {} } }
        : createItem(`${index}`, index !== 1, 10 + index),
    baseline: createItem(`${index}`, true, 30 + index),
  })),
  blocks: [1, 2, 3],
  baselineSizeBytes: null,
  metrics: [fractionCorrect, errors],
};

test('items of both models are paired; an item that only the candidate fails on counts as wrong', () => {
  const { paired, candidate, baseline } = collectTaskEvidence(run);
  expect(paired![0]).toMatchObject({
    metric: 'top-1',
    n: 6,
    counts: { both: 4, onlyBaseline: 2, onlyCandidate: 0, neither: 0 },
  });
  expect(paired![1]).toMatchObject({ metric: 'wer', n: 5, unscored: { failed: 1, notRun: 0 } });
  expect(candidate.scores!.map(({ isError = false }) => isError)).toEqual([false, true]);
  expect([candidate.sizeBytes, baseline!.sizeBytes, candidate.memoryBytes]).toEqual([1000, 4000, 5000]);
  expect(candidate.latenciesMs).toHaveLength(100);
});

test('times are interleaved by block, without the first inference of the session', () => {
  expect(collectTaskEvidence(run).interleaved!.blocks).toEqual([
    { baselineMs: [31, 32], candidateMs: [11, 12] },
    { baselineMs: [33, 34, 35], candidateMs: [13, 14] },
  ]);
});

test('with the baseline as ground truth, the quality ratio is the fraction of items with the same result', () => {
  const evidence = collectTaskEvidence({ ...run, baselineReport: null, baselineSizeBytes: 4000 });
  expect(evidence.paired![0]).toMatchObject({
    baseline: 1,
    n: 6,
    candidate: 4 / 6,
    counts: { both: 4, onlyBaseline: 2, onlyCandidate: 0, neither: 0 },
  });
  expect(evidence.interleaved).toBeUndefined();
  expect(judge({ gate: 'model-size-ratio', severity: 'error', limit: 0.25 }, evidence).state).toBe('pass');
});

test('agreement is the fraction of items with the same result on both models, right or wrong', () => {
  // 4 of 6 items; the candidate failed on one of them. By mpmath's betainc: 5% of (4, 3) and 95% of (5, 2).
  const agreement = {
    metric: 'top-1',
    value: 4 / 6,
    n: 6,
    interval: [expect.closeTo(0.27133837, 6), expect.closeTo(0.93715011, 6)],
  };
  expect(collectTaskEvidence(run).candidate.agreement).toEqual(agreement);
  const evidenceWithoutLabels = collectTaskEvidence({ ...run, baselineReport: null, baselineSizeBytes: 4000 });
  expect(evidenceWithoutLabels.candidate.agreement).toEqual(agreement);
  expect(collectTaskEvidence({ ...run, metrics: [errors] }).candidate.agreement).toBeUndefined();
});

test('without a baseline, only gates on the candidate are measured', () => {
  expect(Object.keys(collectTaskEvidence({ ...run, baselineReport: null }))).toEqual(['modelKind', 'candidate']);
});

const failure: EvaluatedItem = { path: '', sha256: null, error: { code: 'not-scored', facts: {} } };

test('a model that fails on 96 of 100 items, and is right on the others, does not pass', () => {
  const items = Array.from({ length: 100 }, (_, index) => ({
    candidate: index < 4 ? createItem(`${index}`, true, 10) : failure,
    baseline: createItem(`${index}`, true, 30),
  }));
  const scores = [
    { metric: 'top-1', value: 1, n: 4, interval: [0.51, 1] },
    { metric: 'wer', value: 0.1, n: 4, interval: [0.05, 0.15] },
  ] as const;
  const ran = { ...run, report: { ...createReport(1000), scores }, items };
  const alone = { ...ran, baselineReport: null, items: items.map(({ candidate }) => ({ candidate, baseline: null })) };
  const [quality, ratio] = (['quality', 'quality-ratio'] as const).map(
    (gate) => ({ gate, severity: 'error', limit: 0.7 }) as const,
  );
  for (const evidence of [collectTaskEvidence(ran), collectTaskEvidence(alone)]) {
    expect(judge(quality!, evidence)).toMatchObject({ state: 'fail', measured: 0.04, n: 100 });
    expect(judge({ ...quality!, gate: 'error-rate', metric: 'wer' }, evidence)).toMatchObject({
      reason: { code: 'items-failed', facts: { metric: 'wer', failed: 96 } },
    });
  }
  expect(judge(ratio!, collectTaskEvidence(ran))).toMatchObject({ state: 'fail', measured: 0.04, n: 100 });
});

test('unreadable files are not failures of the model, and neither are items that fail on both', () => {
  const gone: EvaluatedItem = { path: '', sha256: null, error: { code: 'file-gone', facts: {} } };
  const alone = { ...run, baselineReport: null, items: [{ candidate: gone, baseline: null }] };
  expect(collectTaskEvidence(alone).candidate.scores![0]).toMatchObject({ value: 0.5, n: 6 });
  const both = { ...run, items: [{ candidate: failure, baseline: failure }] };
  expect(collectTaskEvidence(both).candidate.scores![0]).toMatchObject({ value: 0.5, n: 6 });
});

test('the quality of a run that was stopped is not measured', () => {
  const { data, ...header } = createReport(1000);
  const evidence = collectTaskEvidence({ ...run, report: { ...header, data: { ...data, notRun: 3 } } });
  for (const gate of ['quality', 'quality-ratio', 'agreement'] as const) {
    expect(judge({ gate, severity: 'error', limit: 0.1 }, evidence)).toMatchObject({
      reason: { code: 'items-not-run', facts: { notRun: 3 } },
    });
  }
});
