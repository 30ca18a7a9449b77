import { expect, test } from 'vitest';
import {
  sampleEnvironment,
  createSampleReport,
  createSampleTaskReport,
  createSampleTextReport,
  sampleFailedGates,
} from '#core/report/report.fixture.ts';
import type { Report } from '#core/report/report.ts';
import { toMarkdown as markdown, type MarkdownWords } from './export-markdown.ts';

const report = createSampleReport();

/** Ids and raw values instead of the texts of a language. */
const words: MarkdownWords = {
  fact: ({ path, value }) => [path, typeof value === 'object' ? JSON.stringify(value) : String(value)],
  gates: ({ verdict, failed }) => `${verdict}: ${failed.map(({ gate }) => gate).join(', ')}`,
  title: (...parts) => parts.join(' / '),
  factColumns: ['fact', 'value'],
  columns: new Proxy({} as MarkdownWords['columns'], { get: (_, id) => String(id) }),
  interval: (low, high) => `${low}-${high}`,
  needs: (samples) => `needs ${samples}`,
  firstToken: (promptTokens, ms) => `first token ${promptTokens}: ${ms}`,
  agreement: (agreement) => JSON.stringify(agreement),
  textAgreement: ({ verdict }, margin) => `${verdict} by ${margin}`,
  source: 'source',
};
const toMarkdown = (exported: Report, link: string) => markdown(exported, link, words);

test('Markdown contains the statistics, the sample counts that percentiles need, and the link', () => {
  const text = toMarkdown(report, 'https://assay.example/#/r/AbC');
  expect(text).toContain('# conv / ort 1.30.0 / wasm');
  expect(text).toContain('needs 662');
  expect(text).toContain('source <https://assay.example/#/r/AbC>');
  expect(text).toContain('"verdict":"expected"');
});

test('Markdown rounds numbers to hide double-precision rounding errors', () => {
  const cell = report.cells[0]!;
  const noisy = createSampleReport({
    environment: { ...sampleEnvironment, clockStepUs: 5 },
    cells: [{ ...cell, steady: { ...cell.steady, medianMs: 12.499999999 } }],
  });
  expect(toMarkdown(noisy, 'l')).toContain('| batch-1 | 12.5 |');
});

test('R19: Markdown lists exactly the facts that the report has values for', () => {
  const text = toMarkdown(report, 'l');
  expect(text).toContain('| target.opened.version | 1.30.0 |');
  expect(text).not.toContain('weightType');
  const withType = createSampleReport({ subject: { ...report.subject, weightType: 'float16' }, settings: {} });
  expect(toMarkdown(withType, 'l')).toContain('| subject.weightType | float16 |');
  expect(toMarkdown(withType, 'l')).not.toContain('| settings |');
});

test('Markdown of a language model contains tokens per second, time to first token and agreement', () => {
  const text = toMarkdown(createSampleTextReport(), 'l');
  const [prompt] = createSampleTextReport().cells;
  expect(text).toContain(`| pp512 | ${Number(prompt!.medianTokensPerS.toPrecision(4))} |`);
  expect(text).toMatch(/^first token 512: [\d.]+$/m);
  expect(text).toContain('expected by 0.004');
});

test('Markdown of an evaluation begins with the verdict of its gates', () => {
  const lines = toMarkdown(createSampleTaskReport({ gates: sampleFailedGates }), 'l').split('\n');
  expect(lines.slice(1, 3)).toEqual(['', '**fail: quality**']);
});

test('Markdown escapes markup in names', () => {
  const id = 'x|<img src=x onerror=alert(1)>[a](javascript:b)\n# c http://evil.example';
  const text = toMarkdown(createSampleReport({ subject: { ...report.subject, id } }), 'l');
  expect(text).not.toMatch(/<img|\n# c|[^\\]\[a\]|http:\/\/evil/);
  const tableRows = text.split('\n').filter((line) => line.startsWith('| subject.id'));
  expect(tableRows).toHaveLength(1);
  expect(tableRows[0]!.replaceAll('\\|', '').split('|')).toHaveLength(4);
});
