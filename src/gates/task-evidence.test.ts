import { expect, test } from 'vitest';
import type { EvaluatedItem } from '#core/evaluated-item.ts';
import type { Metric } from '#core/evaluation.ts';
import { sampleCell, sampleReport } from '#core/report.fixture.ts';
import type { TaskReport } from '#core/report.ts';
import { judge } from './judge.ts';
import { taskEvidence, type TaskRunEvidence } from './task-evidence.ts';

const shareRight: Metric<unknown> = {
  id: 'top-1',
  compute: (outcomes) => outcomes.filter((outcome) => outcome === true).length / outcomes.length,
  isCorrect: (outcome) => outcome === true,
  isSame: (one, other) => one === other,
};
const errors: Metric<unknown> = { id: 'wer', isError: true, compute: () => 0.1 };

function report(sizeBytes: number): TaskReport {
  const { kind: _kind, cells: _cells, ...header } = sampleReport();
  const {
    name: _name,
    agreement: _agreement,
    warmup: _warmup,
    capped: _capped,
    ...inference
  } = sampleCell('', 20, 100);
  return {
    ...header,
    kind: 'task',
    subject: { ...header.subject, sizeBytes },
    memory: { wasmHeapBytes: 5 * sizeBytes },
    task: 'image-classification',
    data: { name: 'set', layout: 'class-folders', sha256: 'ab', items: 6, failed: 0, left: 0 },
    scores: [
      { metric: 'top-1', value: 0.5, n: 6, interval: [0.2, 0.8] },
      { metric: 'wer', value: 0.1, n: 6, interval: null },
    ],
    cells: [{ ...inference, name: 'inference' }],
  };
}

const item = (path: string, outcome: unknown, inferenceMs: number): EvaluatedItem => ({
  path,
  sha256: null,
  outcome,
  timing: { preMs: 100, inferenceMs, postMs: 100 },
});

/** Six items in blocks of 1, 2 and 3: the candidate loses the second, and fails to run on the last. */
const run: TaskRunEvidence = {
  report: report(1000),
  baselineReport: report(4000),
  items: [0, 1, 2, 3, 4, 5].map((index) => ({
    candidate:
      index === 5
        ? { path: '5', sha256: null, error: { code: 'file-unreadable', facts: {} } }
        : item(`${index}`, index !== 1, 10 + index),
    baseline: item(`${index}`, true, 30 + index),
  })),
  blocks: [1, 2, 3],
  teacherBytes: null,
  metrics: [shareRight, errors],
};

test('items that ran on both models are paired, and errors are marked as such', () => {
  const { paired, candidate, baseline } = taskEvidence(run);
  expect(paired![0]).toMatchObject({
    metric: 'top-1',
    n: 5,
    counts: { both: 4, onlyBaseline: 1, onlyCandidate: 0, neither: 0 },
  });
  expect(candidate.scores!.map(({ isError = false }) => isError)).toEqual([false, true]);
  expect([candidate.sizeBytes, baseline!.sizeBytes, candidate.memoryBytes]).toEqual([1000, 4000, 5000]);
  expect(candidate.latenciesMs).toHaveLength(100);
});

test('times are interleaved by block, without the first inference of the session', () => {
  expect(taskEvidence(run).interleaved!.blocks).toEqual([
    { baselineMs: [31, 32], candidateMs: [11, 12] },
    { baselineMs: [33, 34, 35], candidateMs: [13, 14] },
  ]);
});

test('with a teacher, quality kept is the share of items on which the candidate agrees with it', () => {
  const evidence = taskEvidence({ ...run, baselineReport: null, teacherBytes: 4000 });
  expect(evidence.paired![0]).toMatchObject({
    baseline: 1,
    candidate: 0.8,
    counts: { both: 4, onlyBaseline: 1, onlyCandidate: 0, neither: 0 },
  });
  expect(evidence.interleaved).toBeUndefined();
  expect(judge({ gate: 'model-size-ratio', level: 'error', limit: 0.25 }, evidence).state).toBe('pass');
});

test('agreement is the share of items with the same result on both models, right or wrong', () => {
  // 4 of the 5 items that both ran. SciPy: binomtest(4, 5).proportion_ci(0.9, 'exact').
  const agreement = {
    metric: 'top-1',
    value: 0.8,
    n: 5,
    interval: [expect.closeTo(0.34259168, 6), expect.closeTo(0.98979378, 6)],
  };
  expect(taskEvidence(run).candidate.agreement).toEqual(agreement);
  const taught = taskEvidence({ ...run, baselineReport: null, teacherBytes: 4000 });
  expect(taught.candidate.agreement).toEqual(agreement);
  expect(taskEvidence({ ...run, metrics: [errors] }).candidate.agreement).toBeUndefined();
});

test('without a baseline, only the candidate can be judged', () => {
  expect(Object.keys(taskEvidence({ ...run, baselineReport: null }))).toEqual(['candidate']);
});
