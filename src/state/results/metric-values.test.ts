import { expect, test } from 'vitest';
import { createSampleReport, createSampleTaskReport, createSampleTextReport } from '#core/report/report.fixture.ts';
import { sampleGates } from '#hallmark/hallmark.fixture.ts';
import { toMetricKey, listGateMetrics, listReportMetrics } from './metric-values.ts';

// Indices 94 and 125 of 220 sorted samples: the last with P(X <= k) <= 0.025 and the first with P(X <= k) >= 0.975 of
// the binomial distribution with p = 0.5, from exact sums in Python (math.comb).
test('the time of a cell is its median, with the interval of the median', () => {
  const report = createSampleReport();
  const { samplesMs, medianMs } = report.cells[0]!.steady;
  const sorted = samplesMs.toSorted((a, b) => a - b);
  const [metricValue] = listReportMetrics(report);
  expect(metricValue).toMatchObject({ source: 'cell', name: 'batch-1', unit: 'ms', value: medianMs });
  expect(metricValue?.interval).toEqual({ low: sorted[94], high: sorted[125] });
});

test('the interval of a rate is the inverted interval of the time per token', () => {
  const report = createSampleTextReport();
  const [metricValue] = listReportMetrics(report);
  expect(metricValue).toMatchObject({ unit: 'tokens-per-second', value: report.cells[0]!.medianTokensPerS });
  expect(metricValue!.interval!.low).toBeLessThan(metricValue!.interval!.high);
});

test('an evaluation has its scores and the times of its phases', () => {
  expect(listReportMetrics(createSampleTaskReport()).map(toMetricKey)).toEqual(['score top-1 ', 'phase inference ']);
  expect(listReportMetrics(createSampleTaskReport())[0]).toMatchObject({
    value: 0.75,
    interval: { low: 0.7222, high: 0.7759 },
  });
});

test('each measured gate has its value, and an exact value is its own interval', () => {
  const metricValues = listGateMetrics(sampleGates);
  expect(metricValues).toHaveLength(9); // the tenth was not measured
  expect(metricValues[0]).toMatchObject({
    name: 'quality-ratio',
    metric: 'top-1',
    interval: { low: 0.9912, high: 0.9978 },
  });
  expect(metricValues[8]).toMatchObject({
    name: 'memory',
    unit: 'bytes',
    interval: { low: 73_400_320, high: 73_400_320 },
  });
});
