import { beforeAll, expect, test } from 'vitest';
import { compareReports } from '#bench/report/compare-reports.ts';
import { createSampleCell, createSampleReport } from '#core/report/report.fixture.ts';
import type { SidedComparison } from '#state/results/sided-comparison.ts';
import { loadText } from '#words/text.ts';
import { orderSides } from './compared-sides.ts';
import { buildComparisonCard } from './comparison-card.ts';

beforeAll(() => loadText('format', 'report', 'engine'));

test('the card of a comparison names both speeds, the outcome, and machine and engine of each side', () => {
  const first = createSampleReport();
  const second = createSampleReport({
    cells: [createSampleCell('batch-1', 26, 220)],
    startedAt: '2026-12-01T10:00:00Z',
  });
  const pair = {
    first: { report: first },
    second: { report: second },
    comparison: compareReports(first, second),
    sides: ['before', 'after'],
  } as unknown as SidedComparison;
  const card = buildComparisonCard(pair, { title: 'Comparison', sides: orderSides(pair), sentences: ['2× faster.'] });
  expect(card).toMatchObject({ figure: '51.6\u00a0ms | 25.8\u00a0ms', verdict: '2× faster.', tone: 'accent' });
  expect(card.lines).toEqual([
    'Before: Chromium 156, Linux, 2 logical cores; ONNX Runtime 1.30.0 on WebAssembly, 2 threads',
    'After: Chromium 156, Linux, 2 logical cores; ONNX Runtime 1.30.0 on WebAssembly, 2 threads',
  ]);
  expect(card.fileName).toBe('assay-comparison-conv-20261201T100000Z');
});
