import { beforeAll, expect, test } from 'vitest';
import {
  createSampleReport,
  createSampleTaskReport,
  createSampleTextReport,
  sampleFailedGates,
} from '#core/report/report.fixture.ts';
import type { Report } from '#core/report/report.ts';
import { loadText } from '#words/text.ts';
import { buildReportCard } from './report-card.ts';

beforeAll(() => loadText('format', 'report', 'engine'));

const buildCard = (report: Report) =>
  buildReportCard({ report, fileName: 'name' } as Parameters<typeof buildReportCard>[0]);

test('the card of a result names model, speed, verdict, machine, engine, date and method', () => {
  const { lines, alt, ...texts } = buildCard(createSampleReport());
  expect(texts).toMatchObject({
    subject: 'Vision (MobileNetV2)',
    figure: '51.6\u00a0ms',
    verdict: 'valid',
    tone: 'good',
  });
  expect(lines).toEqual([
    'Chromium 156, Linux, 2 logical cores',
    'ONNX Runtime 1.30.0 on WebAssembly, 2 threads',
    expect.stringMatching(/2026.* · method 1\.0\.0$/),
  ]);
  expect(alt).toMatch(
    /^Vision \(MobileNetV2\): 51\.6\sms on Chromium 156, Linux, 2 logical cores, ONNX .* Result: valid\. Measured /,
  );
});

test('the card of a language model has its generation speed; with wrong outputs, it has no speed', () => {
  expect(buildCard(createSampleTextReport()).figure).toBe('24.6\u00a0tokens/s');
  expect(buildCard(createSampleReport({ validity: 'invalid' }))).toMatchObject({
    figure: 'wrong outputs',
    tone: 'bad',
  });
});

test('the card of an evaluation whose gates failed says so instead of its validity', () => {
  const card = buildCard(createSampleTaskReport({ gates: sampleFailedGates }));
  expect(card).toMatchObject({ verdict: 'gates failed', tone: 'bad' });
  expect(card.alt).toMatch(/^Gates failed: /);
});
