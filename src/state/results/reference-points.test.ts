import { expect, test, vi } from 'vitest';
import {
  createSampleCell,
  sampleEnvironment,
  createSampleReport,
  createSampleTextReport,
} from '#core/report/report.fixture.ts';
import type { Report } from '#core/report/report.ts';
import type { StoredResult } from '#records/result-records.ts';
import { encodeReportLink } from '#share/report-link/report-link.ts';
import type { ProjectResult } from './project-results.ts';
import { findReferencePoints } from './reference-points.ts';
import { computeReportId, summariseReport } from './result-summary.ts';

let stored: readonly StoredResult[] = [];
const ofProject: ProjectResult[] = vi.hoisted(() => []);
vi.mock('./project-results.json', () => ({ default: ofProject }));
vi.mock('#records/result-records.ts', () => ({
  listSummaries: async () => stored.map(({ summary }) => summary),
  loadResult: async (id: string) => stored.find(({ summary }) => summary.id === id) ?? null,
}));

function setStoredReports(...reports: readonly Report[]): void {
  stored = reports.map((report, index) => ({
    report,
    summary: summariseReport(report, `#/r/${index}`, { at: 1000 - index, isReceived: true }),
  }));
}

const createReport = (
  browser: string,
  medianMs: number,
  changes: Partial<ReturnType<typeof createSampleReport>> = {},
) =>
  createSampleReport({
    environment: { ...sampleEnvironment, browser },
    cells: [createSampleCell('batch-1', medianMs, 40)],
    ...changes,
  });

test('references are reliable results of the same model and method, one per target, fastest first', async () => {
  const own = createReport('Firefox 150', 40);
  const { subject } = own;
  setStoredReports(
    own,
    createReport('Chromium 156', 60),
    createReport('Chromium 156', 90), // older, of the same target
    createReport('Safari 27', 20),
    createReport('Edge 156', 30, { method: '2.0.0' }),
    createReport('Opera 130', 30, { validity: 'noisy' }),
    createReport('Vivaldi 8', 30, { subject: { ...subject, sha256: '00'.repeat(32) } }),
    createSampleTextReport(),
  );
  const points = await findReferencePoints(own, computeReportId(own, '#/r/0'));
  expect(points.map(({ machine, speed }) => [machine, Math.round(speed.value / 10)])).toEqual([
    ['Safari 27, Linux', 2],
    ['Chromium 156, Linux', 6],
  ]);
});

test('language models are compared by generation speed, and more tokens/s are faster', async () => {
  const own = createSampleTextReport();
  const browser = 'Safari 27';
  const [prompt, answer] = own.cells;
  const faster = { ...answer!, medianTokensPerS: 100 };
  setStoredReports(
    createSampleTextReport({ environment: { ...sampleEnvironment, browser: 'Edge 156' } }),
    createSampleTextReport({ environment: { ...sampleEnvironment, browser }, cells: [prompt!, faster] }),
  );
  const points = await findReferencePoints(own, 'own');
  expect(points.map(({ speed }) => speed)).toEqual([
    { value: 100, unit: 'tokens/s' },
    { value: answer!.medianTokensPerS, unit: 'tokens/s' },
  ]);
});

test("the project's own results by the same method are references, with machine name and link", async () => {
  const own = createReport('Firefox 150', 40);
  setStoredReports(createReport('Safari 27', 20));
  const [slow, other] = [createReport('Chromium 156', 60), createReport('Chromium 156', 30, { method: '2.0.0' })];
  const machine = 'test machine with 2 vCPUs';
  for (const report of [slow, other])
    ofProject.push({ workload: own.subject.id, machine, link: await encodeReportLink(report) });
  ofProject.push({ workload: 'another', machine, link: 'not read' });
  const points = await findReferencePoints(own, 'own');
  ofProject.length = 0;
  expect(points.map((point) => [point.machine, point.isFromProject, Math.round(point.speed.value / 10)])).toEqual([
    ['Safari 27, Linux', false, 2],
    ['test machine with 2 vCPUs, Chromium 156, Linux', true, 6],
  ]);
  expect(points[1]?.hash).toBe(await encodeReportLink(slow));
});
