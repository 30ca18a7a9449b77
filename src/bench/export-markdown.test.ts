import { expect, test } from 'vitest';
import { sampleReport } from '#core/report.fixture.ts';
import { toMarkdown } from './export-markdown.ts';

const report = sampleReport();

test('Markdown states the figures, the samples that percentiles would need, and the link', () => {
  const text = toMarkdown(report, 'https://assay.example/#/r/AbC');
  expect(text).toContain('# conv on ort 1.30.0, wasm');
  expect(text).toContain('needs n ≥ 662');
  expect(text).toContain('<https://assay.example/#/r/AbC>');
  expect(text).toContain('expected (cosine 1.000000 against onnxruntime 1.31.1 native CPU, Linux x86\\_64)');
});

test('Markdown names the outcome once, also where a flag has the same name', () => {
  const quick = sampleReport({ outcome: 'indicative', flags: ['indicative', 'wide-spread'] });
  expect(toMarkdown(quick, 'l')).toContain('| Outcome | indicative, wide-spread |');
});

test('figures in Markdown are written without the noise of a double', () => {
  const cell = report.cells[0]!;
  const noisy = sampleReport({
    environment: { ...report.environment, clockStepUs: 5.000000000000001 },
    cells: [{ ...cell, steady: { ...cell.steady, medianMs: 12.499999999 } }],
  });
  expect(toMarkdown(noisy, 'l')).toContain('| batch-1 | 12.5 |');
  expect(toMarkdown(noisy, 'l')).toContain('| Clock step | 5 us |');
});

test('Markdown states the settings of the engine, or that none were set', () => {
  const set = sampleReport({ memoryPattern: false, precision: 'float16' });
  expect(toMarkdown(set, 'l')).toContain('| Settings | graph=all memory=off precision=float16 |');
  const { graphOptimisation: _graph, ...unset } = report;
  expect(toMarkdown(unset, 'l')).toContain('| Settings | as the engine sets them |');
});

test('R19: Markdown states the type of the weights and where the nodes ran, where that is known', () => {
  const placement = { WebGpuExecutionProvider: 98, CPUExecutionProvider: 2 };
  const told = toMarkdown(sampleReport({ weightType: 'float16', placement }), 'l');
  expect(told).toContain('| Weights | float16 |');
  expect(told).toContain('| Nodes | WebGpuExecutionProvider 98 (98 %), CPUExecutionProvider 2 (2 %) |');
  expect(toMarkdown(report, 'l')).toContain('| Nodes | not told |');
});

test('a hostile name stays text in Markdown', () => {
  const id = 'x|<img src=x onerror=alert(1)>[a](javascript:b)\n# c http://evil.example';
  const text = toMarkdown(sampleReport({ subject: { ...report.subject, id } }), 'l');
  expect(text).not.toMatch(/<img|\n# c|[^\\]\[a\]|http:\/\/evil/);
  const tableRows = text.split('\n').filter((line) => line.startsWith('| Subject'));
  expect(tableRows).toHaveLength(1);
  expect(tableRows[0]!.replaceAll('\\|', '').split('|')).toHaveLength(4);
});
