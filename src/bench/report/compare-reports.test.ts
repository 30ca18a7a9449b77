import { expect, test } from 'vitest';
import {
  createSampleCell,
  sampleEnvironment,
  createSampleReport,
  createSampleTextReport,
} from '#core/report/report.fixture.ts';
import type { Cell, TensorReport } from '#core/report/tensor-report.ts';
import type { SteadyState } from '#core/report/steady-state.ts';
import { listCountedSamples } from '#core/report/samples.ts';
import { compareReports } from './compare-reports.ts';
import { summariseSamples } from '../measure/summarise.ts';

/** Creates a cell with the statistics of its samples. */
function createCell(samplesMs: readonly number[]): Cell {
  return { ...createSampleCell('batch-1', 1, 10), steady: summariseSamples(samplesMs, 1) };
}

function createReport(samplesMs: readonly number[], changes: Partial<TensorReport> = {}): TensorReport {
  return createSampleReport({ cells: [createCell(samplesMs)], ...changes });
}

// The two sets of samples in statistics.test.ts. The expected interval was computed with numpy.
const slow = Array.from({ length: 31 }, (_, i) => 50 + ((i * 7) % 13) * 0.5);
const fast = Array.from({ length: 30 }, (_, i) => 27 + ((i * 5) % 11) * 0.4);

test('R8: a comparison reports the faster run, the factor and its interval', () => {
  const comparison = compareReports(createReport(slow), createReport(fast));
  const [cell] = comparison.comparable ? comparison.cells : [];
  expect(cell).toMatchObject({ faster: 'second', firstMs: 53, secondMs: 29 });
  expect(cell?.factor).toBeCloseTo(1.8275862, 6);
  expect(cell?.low).toBeCloseTo(1.757, 1);
  expect(cell?.high).toBeCloseTo(1.888, 1);
});

test('R8: a comparison in reverse order has the same result', () => {
  const comparison = compareReports(createReport(fast), createReport(slow));
  expect(comparison.comparable && comparison.cells[0]).toMatchObject({ faster: 'first', factor: 53 / 29 });
});

test('R8: neither run is faster if a narrow interval contains 1', () => {
  const comparison = compareReports(
    createReport(slow),
    createReport(slow.map((ms, i) => ms + (i % 2 === 0 ? 0.3 : -0.3))),
  );
  expect(comparison.comparable && comparison.cells[0]?.faster).toBe('neither');
});

test('R8: the faster run is unclear if a wide interval contains 1', () => {
  const [few, scattered] = [
    [10, 20, 30],
    [12, 18, 33],
  ];
  const comparison = compareReports(createReport(few), createReport(scattered));
  expect(comparison.comparable && comparison.cells[0]?.faster).toBe('unclear');
});

test('does not compare a result with itself', () => {
  expect(compareReports(createReport(slow), createReport(slow))).toEqual({
    comparable: false,
    reason: 'itself',
  });
});

/** Replaces samples by a histogram with bins of 0.2 ms, as in a link. */
function binSamples(steady: SteadyState): SteadyState {
  const bins = new Map<number, number>();
  for (const ms of steady.samplesMs) bins.set(Math.floor(ms * 5), (bins.get(Math.floor(ms * 5)) ?? 0) + 1);
  return { ...steady, samplesMs: [], histogram: { widthMs: 0.2, bins: [...bins].sort(([a], [b]) => a - b) } };
}

function createHistogramReport(samples: readonly number[]): TensorReport {
  const cell = createCell(samples);
  return createSampleReport({ cells: [{ ...cell, steady: binSamples(cell.steady) }] });
}

test('computes the exact ratio of medians and nearly the same interval from the bins of a link', () => {
  expect(listCountedSamples(createHistogramReport(slow).cells[0]!.steady)).toHaveLength(31);
  const comparison = compareReports(createHistogramReport(slow), createHistogramReport(fast));
  const [cell] = comparison.comparable ? comparison.cells : [];
  expect(cell?.factor).toBeCloseTo(53 / 29, 12);
  expect(cell?.low).toBeCloseTo(1.757, 1);
  expect(comparison.comparable && comparison.caveats).toContain('histogram');
});

const { subject } = createSampleReport();
test.each([
  ['invalid', { validity: 'invalid' }],
  ['method', { method: '2.0.0' }],
  ['subject', { subject: { ...subject, sha256: '00'.repeat(32) } }],
  ['subject', { subject: { ...subject, id: 'other', sha256: '' } }],
  ['dimensions', { dimensions: { length: 9 } }],
  ['cells', { cells: [] }],
] as const)('R10: runs are not comparable for the reason "%s"', (reason, changes) => {
  expect(compareReports(createReport(slow), createReport(slow, changes))).toEqual({
    comparable: false,
    reason,
  });
});

test('compares runs of two patch versions of the method, and lists their differences', () => {
  const { target } = createSampleReport();
  const other = createReport(fast, {
    method: '1.4.2',
    target: { ...target, opened: { ...target.opened, threads: 1 } },
    environment: { ...sampleEnvironment, cores: 8, browser: 'Firefox 153' },
    validity: 'indicative',
  });
  const comparison = compareReports(createReport(slow), other);
  expect(comparison.comparable && comparison.caveats).toEqual([
    'not-interleaved',
    'other-machine',
    'other-engine',
    'other-settings',
    'indicative',
  ]);
});

test('a comparison with a noisy result has a caveat, even if its version of the method deems it valid', () => {
  const findCaveats = (changes: Partial<TensorReport>) => {
    const comparison = compareReports(createReport(slow), createReport(fast, changes));
    return comparison.comparable && comparison.caveats;
  };
  expect(findCaveats({ flags: ['wide-spread'] })).toEqual(['not-interleaved', 'noisy']);
  expect(findCaveats({ flags: ['busy-machine'], validity: 'noisy' })).toEqual(['not-interleaved', 'noisy']);
});

test.each([
  { settings: { memoryPattern: false } },
  { settings: { precision: 'float16' as const } },
  { settings: { graphOptimisation: 'basic' as const } },
  { float32Convolutions: 24 },
])('a comparison of engines with different settings has a caveat: %j', (changes) => {
  const comparison = compareReports(createReport(slow), { ...createReport(slow), ...changes });
  expect(comparison.comparable && comparison.caveats).toContain('other-settings');
});

test('compares language models by time per token, and no reports of different kinds', () => {
  expect(compareReports(createReport(slow), createSampleTextReport({ subject }))).toMatchObject({
    reason: 'cells',
  });
  const [prompt, generation] = createSampleTextReport().cells;
  const [a, b] = [slow, fast].map((samples) =>
    createSampleTextReport({ cells: [{ ...prompt!, steady: summariseSamples(samples, 1) }, generation!] }),
  );
  const comparison = compareReports(a!, b!);
  expect(comparison.comparable && comparison.cells[0]).toMatchObject({ name: 'pp512', faster: 'second' });
});
