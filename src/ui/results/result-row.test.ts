import { beforeAll, expect, test } from 'vitest';
import { createSampleTaskReport } from '#core/report/report.fixture.ts';
import { createSampleGateRun } from '#hallmark/hallmark.fixture.ts';
import { summariseGateRun, summariseReport } from '#state/results/result-summary.ts';
import { loadText, text } from '#words/text.ts';
import { buildResultRow } from './result-row.ts';

beforeAll(() => loadText('format', 'results', 'history', 'engine', 'picker'));

const startedAt = '2026-11-20T21:59:00Z';
const report = createSampleTaskReport({ startedAt });
const origin = { at: Date.parse('2026-11-20T22:03:10Z'), isReceived: false };

test('the list shows the time at which a run started, although it was recorded later', () => {
  const summaries = [
    summariseReport(report, '#/r/a', origin),
    summariseGateRun(report, '#/r/a', createSampleGateRun(), origin),
  ];
  for (const summary of summaries)
    expect(buildResultRow({ ...summary, tags: [] }).date).toBe(text.format.date(startedAt));
});

test('a record of an earlier version, without the start, shows when it was recorded', () => {
  const { startedAt: _, ...earlier } = summariseReport(report, '#/r/a', origin);
  expect(buildResultRow({ ...earlier, tags: [] }).date).toBe(text.format.date(origin.at));
});
