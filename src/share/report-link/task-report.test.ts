import { expect, test } from 'vitest';
import type { TaskReport } from '#core/report/task-report.ts';
import { createSampleReport, sampleFailedGates } from '#core/report/report.fixture.ts';
import { toCsv } from '../export/export.ts';
import { listReportFacts } from '../export/report-facts.ts';
import { decodeReportLink, encodeReportLink } from './report-link.ts';

/** Creates an evaluation on a sample of 50 of 200 items, stopped after 40. */
function createTaskReport(): TaskReport {
  const { effort: _effort, orderSeed: _seed, cells, ...header } = createSampleReport();
  const steady = cells[0]!.steady;
  return {
    ...header,
    flags: ['incomplete'],
    validity: 'indicative',
    kind: 'task',
    task: 'image-classification',
    data: {
      name: 'imagenet',
      layout: 'table',
      sha256: 'ab'.repeat(32),
      items: 38,
      failed: 2,
      notRun: 10,
      sample: { of: 200, seed: 7 },
    },
    baseline: { id: 'digits', sha256: 'cd'.repeat(32), isGroundTruth: false },
    scores: [
      { metric: 'top-1', value: 0.8, n: 38, interval: [0.65, 0.9] },
      { metric: 'correlation', value: -0.1, n: 38, interval: null, noInterval: 'no-variation' },
    ],
    cells: [
      { name: 'pre', firstMs: 3, steady },
      { name: 'inference', firstMs: 30, steady },
      { name: 'post', firstMs: 0.5, steady },
    ],
  };
}

test('a link contains a whole evaluation, with histograms instead of samples', async () => {
  const report = createTaskReport();
  const link = await encodeReportLink(report);
  expect(link.length).toBeLessThan(2000);
  const decoded = await decodeReportLink(link);
  expect(decoded).toEqual({
    ...report,
    cells: report.cells.map(({ name, firstMs, steady }) => ({
      name,
      firstMs,
      steady: { ...steady, samplesMs: [], histogram: expect.anything() as unknown },
    })),
  });
});

test('an evaluation without baseline and sample has none in its link', async () => {
  const { baseline: _baseline, data, ...report } = createTaskReport();
  const { sample: _sample, ...withoutSample } = data;
  const decoded = (await decodeReportLink(await encodeReportLink({ ...report, data: withoutSample }))) as TaskReport;
  expect(decoded.data).toEqual(withoutSample);
  expect(decoded).not.toHaveProperty('baseline');
});

test('a link contains the verdict of the gates, and the failed ones with value and limit', async () => {
  const report = { ...createTaskReport(), gates: sampleFailedGates };
  const decoded = (await decodeReportLink(await encodeReportLink(report))) as TaskReport;
  expect(decoded.gates).toEqual(sampleFailedGates);
  const passed = { verdict: 'pass', failed: [] } as const;
  const other = await decodeReportLink(await encodeReportLink({ ...report, gates: passed }));
  expect(other).toMatchObject({ gates: passed });
});

test('facts and CSV of an evaluation contain its data', () => {
  const report = createTaskReport();
  expect(listReportFacts(report).map(({ path }) => path)).toEqual(
    expect.arrayContaining(['task', 'data.name', 'data.failed']),
  );
  expect(toCsv(report).split('\n')[0]).toContain('task,data,');
});
