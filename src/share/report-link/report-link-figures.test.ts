import { expect, test } from 'vitest';
import {
  sampleFailedGates,
  createSampleCell,
  createSampleReport,
  createSampleTaskReport,
  createSampleTextReport,
} from '#core/report/report.fixture.ts';
import type { SteadyState } from '#core/report/steady-state.ts';
import type { TaskReport } from '#core/report/task-report.ts';
import type { Agreement, TensorReport } from '#core/report/tensor-report.ts';
import type { TextAgreement } from '#core/report/text-report.ts';
import { readFailureFacts, report } from './report-link.fixture.ts';
import { encodeReportLink } from './report-link.ts';

const contradictsAgreement = { reason: 'agreement-contradicts' };

test('rejects a link with statistics that are not finite, contradict each other or declare missing samples', async () => {
  const cell = report.cells[0]!;
  const withSteady = (changes: object) =>
    encodeReportLink({ ...report, cells: [{ ...cell, steady: { ...cell.steady, ...changes } }] });
  expect(await readFailureFacts(await withSteady({ medianMs: Number.NaN }))).toEqual({
    reason: 'report-value',
    value: NaN,
    min: 0,
  });
  expect(await readFailureFacts(await withSteady({ meanMs: Infinity }))).toEqual({
    reason: 'report-value',
    value: Infinity,
    min: 0,
  });
  expect(await readFailureFacts(await withSteady({ madMs: -1 }))).toEqual({
    reason: 'report-value',
    value: -1,
    min: 0,
  });
  expect(await readFailureFacts(await withSteady({ maxMs: 1 }))).toEqual({ reason: 'statistics-contradict' });
  expect(await readFailureFacts(await withSteady({ n: 7 }))).toMatchObject({ reason: 'samples-missing', samples: 7 });
});

test.each<[string, Partial<TensorReport>, object]>([
  ['no cells', { cells: [] }, { reason: 'no-cells' }],
  [
    'a cell without samples',
    { cells: [withStatistics({ n: 0, histogram: { widthMs: 1, bins: [] } })] },
    { reason: 'cell-without-samples' },
  ],
  ['a median of 0 ms', { cells: [withStatistics({ medianMs: 0, minMs: 0 })] }, { reason: 'statistics-contradict' }],
  [
    'a deviation above the range of the samples',
    { cells: [withStatistics({ madMs: 1e6 })] },
    { reason: 'statistics-contradict' },
  ],
  [
    'a percentile beyond the slowest sample',
    { cells: [withStatistics({ p90: { ms: 1e6 } })] },
    { reason: 'statistics-contradict' },
  ],
  [
    'samples of no inference',
    { cells: [withStatistics({ inferencesPerSample: 0 })] },
    { reason: 'statistics-contradict' },
  ],
  [
    'a median so short that its rate is infinite',
    { cells: [withStatistics({ medianMs: 5e-324, minMs: 0 })] },
    { reason: 'report-number', value: 5e-324, min: 1e-12, max: 1e12 },
  ],
  [
    'a sample of 1e300 ms',
    { cells: [withStatistics({ maxMs: 1e300 })] },
    { reason: 'report-number', value: 1e300, min: 1e-12, max: 1e12 },
  ],
  ['two cells with the same name', { cells: [report.cells[0]!, report.cells[0]!] }, { reason: 'cell-repeated' }],
  ['a repeated flag', { flags: ['busy-machine', 'busy-machine'] }, { reason: 'flag-repeated' }],
  [
    'an outcome that contradicts its flags',
    { flags: ['interrupted'] },
    { reason: 'validity-contradicts-flags', validity: 'valid', expectedValidity: 'interrupted' },
  ],
  [
    'a flag that contradicts its agreement',
    { flags: ['disagrees'], validity: 'invalid' },
    { reason: 'flags-contradict-agreement' },
  ],
  [
    'a 95th percentile below the 90th',
    { cells: [withStatistics({ p90: { ms: 60 }, p95: { ms: 55 } })] },
    { reason: 'statistics-contradict' },
  ],
  ['identical outputs that differ', { cells: [withAgreement({ verdict: 'identical' })] }, contradictsAgreement],
  ['expected outputs without a difference', { cells: [withAgreement({ maxAbsDifference: 0 })] }, contradictsAgreement],
  ['a cosine above 1', { cells: [withAgreement({ value: 1.5 })] }, contradictsAgreement],
  ['a difference beyond any float32', { cells: [withAgreement({ maxAbsDifference: 1e300 })] }, contradictsAgreement],
  [
    'more late ticks than ticks',
    { eventLoop: { ticks: 3, late: 4, worstMs: 100 } },
    { reason: 'statistics-contradict' },
  ],
])('rejects the link of a contradictory report: %s', async (_, changes, facts) => {
  expect(await readFailureFacts(await encodeReportLink(createSampleReport(changes)))).toEqual(facts);
});

test.each<[string, Partial<TextAgreement>]>([
  ['identical, but not for all tokens', { verdict: 'identical', tokens: 32, same: 30 }],
  ['more equal tokens than tokens', { tokens: 32, same: 900 }],
])('rejects the link of a language model with an agreement that is %s', async (_, changes) => {
  const { agreement, ...header } = createSampleTextReport();
  const forged = { ...header, agreement: { ...agreement, ...changes } as TextAgreement };
  expect(await readFailureFacts(await encodeReportLink(forged))).toEqual(contradictsAgreement);
});

const [score] = createSampleTaskReport().scores;

test.each<[string, Partial<TaskReport>, object]>([
  [
    'an accuracy of 750%',
    { scores: [{ ...score!, value: 7.5 }] },
    { reason: 'score-out-of-range', metric: 'top-1', value: 7.5, min: 0, max: 1 },
  ],
  [
    'a correlation interval down to -2',
    { scores: [{ metric: 'pearson', value: -1, n: 9, interval: [-2, 0] }] },
    { reason: 'score-out-of-range', metric: 'pearson', value: -2, min: -1, max: 1 },
  ],
  ['an interval in reverse', { scores: [{ ...score!, interval: [0.9, 0.1] }] }, { reason: 'statistics-contradict' }],
  ['a score of no items', { scores: [{ ...score!, n: 0 }] }, { reason: 'items-contradict' }],
  ['a score of more items than ran', { scores: [{ ...score!, n: 1_000 }] }, { reason: 'items-contradict' }],
  [
    'more items than the dataset of its sample',
    { data: { ...createSampleTaskReport().data, sample: { of: 3, seed: 1 } } },
    { reason: 'items-contradict' },
  ],
  [
    'a failed verdict without a failed gate',
    { gates: { verdict: 'fail', failed: [] } },
    { reason: 'gates-contradict' },
  ],
  ['failed gates that pass', { gates: { ...sampleFailedGates, verdict: 'pass' } }, { reason: 'gates-contradict' }],
  [
    'a failed gate that meets its limit',
    { gates: { verdict: 'fail', failed: [{ ...sampleFailedGates.failed[0]!, limit: 0.7 }] } },
    { reason: 'gates-contradict' },
  ],
])('rejects the link of an evaluation with %s', async (_, changes, facts) => {
  expect(await readFailureFacts(await encodeReportLink(createSampleTaskReport(changes)))).toEqual(facts);
});

function withAgreement(changes: object) {
  const cell = report.cells[0]!;
  return { ...cell, agreement: { ...cell.agreement, ...changes } as Agreement };
}

function withStatistics(changes: Partial<SteadyState>) {
  const cell = report.cells[0]!;
  return { ...cell, steady: { ...cell.steady, ...changes } };
}

test('rejects a link that declares more samples than a run can have', async () => {
  const { steady, ...cell } = createSampleCell('batch-1', 50, 100);
  const histogram = { widthMs: 1, bins: [[50, 900_000] as const] };
  const statistics = { minMs: 50, medianMs: 50, madMs: 0, meanMs: 50, maxMs: 50, p90: { ms: 50 }, p95: { ms: 50 } };
  const equalSamples = { n: 900_000, ...statistics, samplesMs: [], histogram };
  const largeCell = { ...cell, steady: { ...steady, ...equalSamples } };
  const cells = [largeCell, { ...largeCell, name: 'batch-2' }];
  expect(await readFailureFacts(await encodeReportLink(createSampleReport({ cells })))).toMatchObject({
    reason: 'too-many-samples',
    samples: 1_800_000,
  });
});
