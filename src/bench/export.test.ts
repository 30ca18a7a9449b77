import { expect, test } from 'vitest';
import { sampleReport } from '#core/report.fixture.ts';
import type { Report } from '#core/report.ts';
import { fileName, toCsv, toJson, toMarkdown } from './export.ts';

const report = sampleReport();

function named(id: string): Report {
  return sampleReport({ subject: { ...report.subject, id } });
}

test('JSON holds the whole report', () => {
  expect(JSON.parse(toJson(report))).toEqual(report);
});

test('CSV has a header and a row for every sample', () => {
  const lines = toCsv(report).split('\r\n');
  expect(lines).toHaveLength(1 + 220 + 1); // and the last line's end
  expect(lines[0]).toBe(
    'subject,runtime,runtime_version,device,threads,settings,outcome,cell,sample,from_ms,to_ms,count,voided',
  );
  const first = Number(report.cells[0]!.steady.samplesMs[0]!.toPrecision(7));
  expect(lines[1]).toBe(`conv,ort,1.30.0,wasm,2,graph=all,valid,batch-1,0,${first},${first},1,0`);
});

test('CSV of a report from a link has a row for every bin', () => {
  const cell = report.cells[0]!;
  const steady = { ...cell.steady, samplesMs: [], histogram: { widthMs: 0.5, bins: [[100, 7] as const] } };
  const [, row] = toCsv({ ...report, cells: [{ ...cell, steady }] }).split('\r\n');
  expect(row).toBe('conv,ort,1.30.0,wasm,2,graph=all,valid,batch-1,,50,50.5,7,0');
});

test('CSV: the name of a model can do no harm in a spreadsheet', () => {
  expect(toCsv(named('=1+1')).split('\r\n')[1]?.startsWith("'=1+1,ort,")).toBe(true);
});

test('figures are written without the noise of a double; JSON keeps them as they were measured', () => {
  const cell = report.cells[0]!;
  const noisy = sampleReport({
    environment: { ...report.environment, clockStepUs: 5.000000000000001 },
    cells: [{ ...cell, steady: { ...cell.steady, samplesMs: [0.1 + 0.2], medianMs: 12.499999999 } }],
  });
  expect(toCsv(noisy).split('\r\n')[1]).toContain(',0,0.3,0.3,1,0');
  expect(toMarkdown(noisy, 'l')).toContain('| batch-1 | 12.5 |');
  expect(toMarkdown(noisy, 'l')).toContain('| Clock step | 5 us |');
  expect(JSON.parse(toJson(noisy)).cells[0].steady.samplesMs).toEqual([0.1 + 0.2]);
});

test('a file is named after what was measured, on what and when', () => {
  expect(fileName(report)).toBe('assay-conv-ort-wasm-2-threads-20261120T094100Z');
});

test('Markdown states the figures, what percentiles would need, and the link', () => {
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

test('what was set on the engine stands in every export', () => {
  const set = sampleReport({ memoryPattern: false, precision: 'float16' });
  expect(toMarkdown(set, 'l')).toContain('| Settings | graph=all memory=off precision=float16 |');
  expect(toCsv(set).split('\r\n')[1]).toContain(',2,graph=all memory=off precision=float16,valid,');
  const { graphOptimisation: _graph, ...unset } = report;
  expect(toMarkdown(unset, 'l')).toContain('| Settings | as the engine sets them |');
});

test('Markdown states what the weights are and where the nodes ran, where that is known (R19)', () => {
  const placement = { WebGpuExecutionProvider: 98, CPUExecutionProvider: 2 };
  const told = toMarkdown(sampleReport({ weightType: 'float16', placement }), 'l');
  expect(told).toContain('| Weights | float16 |');
  expect(told).toContain('| Nodes | WebGpuExecutionProvider 98 (98 %), CPUExecutionProvider 2 (2 %) |');
  expect(toMarkdown(report, 'l')).toContain('| Nodes | not told |');
});

test('Markdown: a hostile name stays text', () => {
  const text = toMarkdown(named('x|<img src=x onerror=alert(1)>[a](javascript:b)\n# c http://evil.example'), 'l');
  expect(text).not.toMatch(/<img|\n# c|[^\\]\[a\]|http:\/\/evil/);
  const tableRows = text.split('\n').filter((line) => line.startsWith('| Subject'));
  expect(tableRows).toHaveLength(1);
  expect(tableRows[0]!.replaceAll('\\|', '').split('|')).toHaveLength(4);
});
