import { expect, test } from 'vitest';
import { sampleEnvironment, sampleReport, sampleTextReport } from '#core/report.fixture.ts';
import type { Report } from '#core/report.ts';
import { toMarkdown as markdown } from './export-markdown.ts';

const report = sampleReport();

/** With facts as the machine has them: their words belong to a language. */
const toMarkdown = (made: Report, link: string) =>
  markdown(made, link, ({ path, value }) => [path, typeof value === 'object' ? JSON.stringify(value) : String(value)]);

test('Markdown states the figures, the samples that percentiles would need, and the link', () => {
  const text = toMarkdown(report, 'https://assay.example/#/r/AbC');
  expect(text).toContain('# conv on ort 1.30.0, wasm');
  expect(text).toContain('needs n ≥ 662');
  expect(text).toContain('<https://assay.example/#/r/AbC>');
  expect(text).toContain('expected (cosine 1.000000 against onnxruntime 1.31.1 native CPU, Linux x86\\_64)');
});

test('figures in Markdown are written without the noise of a double', () => {
  const cell = report.cells[0]!;
  const noisy = sampleReport({
    environment: { ...sampleEnvironment, clockStepUs: 5 },
    cells: [{ ...cell, steady: { ...cell.steady, medianMs: 12.499999999 } }],
  });
  expect(toMarkdown(noisy, 'l')).toContain('| batch-1 | 12.5 |');
});

test('R19: Markdown states each fact that the report has a value for, and no other', () => {
  const text = toMarkdown(report, 'l');
  expect(text).toContain('| target.opened.version | 1.30.0 |');
  expect(text).not.toContain('weightType');
  const told = sampleReport({ subject: { ...report.subject, weightType: 'float16' }, settings: {} });
  expect(toMarkdown(told, 'l')).toContain('| subject.weightType | float16 |');
  expect(toMarkdown(told, 'l')).not.toContain('| settings |');
});

test('Markdown of a language model states tokens per second, the time to the first token and the agreement', () => {
  const text = toMarkdown(sampleTextReport(), 'l');
  const [prompt] = sampleTextReport().cells;
  expect(text).toContain(`| pp512 | ${Number(prompt!.medianTokensPerS.toPrecision(4))} |`);
  expect(text).toMatch(/Time to first token of 512: [\d.]+ ms \(median\)\./);
  expect(text).toContain('30 of 32 greedy tokens as wllama on wasm, 1 thread, log-probability margin');
});

test('a hostile name stays text in Markdown', () => {
  const id = 'x|<img src=x onerror=alert(1)>[a](javascript:b)\n# c http://evil.example';
  const text = toMarkdown(sampleReport({ subject: { ...report.subject, id } }), 'l');
  expect(text).not.toMatch(/<img|\n# c|[^\\]\[a\]|http:\/\/evil/);
  const tableRows = text.split('\n').filter((line) => line.startsWith('| subject.id'));
  expect(tableRows).toHaveLength(1);
  expect(tableRows[0]!.replaceAll('\\|', '').split('|')).toHaveLength(4);
});
