import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSampleCell, sampleEnvironment, createSampleReport } from '#core/report/report.fixture.ts';
import type { TensorReport } from '#core/report/tensor-report.ts';
import { encodeReportLink } from '#share/report-link/report-link.ts';
import { listReportFacts } from '#share/export/report-facts.ts';
import { compareLinks, pairFacts, findComparisonSides } from './report-comparison.ts';

beforeEach(() => vi.stubGlobal('location', new URL('https://assay.example/')));
afterEach(() => vi.unstubAllGlobals());

const early = createSampleReport({ startedAt: '2026-11-20T09:41:00Z' });
const late = createSampleReport({ startedAt: '2026-11-20T09:43:00Z', cells: [createSampleCell('batch-1', 26, 220)] });

const compare = async (first: TensorReport, second: TensorReport) =>
  compareLinks(await encodeReportLink(first), await encodeReportLink(second));

test('a comparison with a report without samples is rejected, and names the link', async () => {
  const report = createSampleReport();
  const [cell] = report.cells;
  const steady = { ...cell!.steady, n: 0, histogram: { widthMs: 1, bins: [] } };
  const empty = await encodeReportLink(createSampleReport({ cells: [{ ...cell!, steady }] }));
  await expect(compareLinks(await encodeReportLink(report), empty)).rejects.toMatchObject({
    code: 'link-invalid',
    facts: { reason: 'cell-without-samples', which: 'second' },
  });
});

test('two results of machines that look the same are labelled before and after by their times', async () => {
  expect(findComparisonSides(await compare(early, late), [false, false])).toEqual(['before', 'after']);
  expect(findComparisonSides(await compare(late, early), [true, true])).toEqual(['after', 'before']);
});

test('if only one result was measured here, the other belongs to another device', async () => {
  const pair = await compare(early, late);
  expect(findComparisonSides(pair, [false, true])).toEqual(['there', 'here']);
  expect(findComparisonSides(pair, [true, false])).toEqual(['here', 'there']);
});

test('results of different machines or models are labelled neither before nor after', async () => {
  const elsewhere = { ...late, environment: { ...sampleEnvironment, cores: 8 } };
  expect(findComparisonSides(await compare(early, elsewhere), [false, false])).toEqual(['a', 'b']);
  const other = { ...late, subject: { ...late.subject, sha256: '00'.repeat(32) } };
  expect(findComparisonSides(await compare(early, other), [false, false])).toEqual(['a', 'b']);
});

test('facts of two reports are grouped into differing settings, other differences and equal facts', () => {
  const { target } = early;
  const changed = { ...late, target: { ...target, opened: { ...target.opened, threads: 1 } } };
  const { settings, others, same } = pairFacts(
    listReportFacts(early),
    listReportFacts({ ...changed, phases: undefined } as never),
  );
  expect(settings.map(({ path, values }) => [path, values.map((fact) => fact?.value)])).toEqual([
    ['target.opened.threads', [2, 1]],
  ]);
  expect(others.map(({ path }) => path)).toEqual(['phases.start', 'phases.downloadMs', 'phases.createMs', 'startedAt']);
  expect(same.map(({ path }) => path)).toContain('subject.sha256');
});
