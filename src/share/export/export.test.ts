import { expect, test } from 'vitest';
import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { createSampleReport } from '#core/report/report.fixture.ts';
import { formatFileName, toCsv, toJson } from './export.ts';

const report = createSampleReport();
/** The columns of every row that identify the run. */
const runColumns = 'valid,conv,ort,1.30.0,wasm,2,graph=all,Chromium 156,Linux,2,2026-11-20T09:41:00Z';

test('JSON contains the whole report, as one canonical line', () => {
  expect(toJson(report)).toBe(`${toCanonicalJson(report)}\n`);
  expect(JSON.parse(toJson(report))).toEqual(report);
});

test('CSV has a header and one row per sample', () => {
  const lines = toCsv(report).split('\r\n');
  expect(lines).toHaveLength(1 + 220 + 1); // and the empty string after the last line break
  expect(lines[0]).toBe(
    'validity,subject,engine,engine_version,device,threads,settings,browser,os,cores,started_at,cell,sample,from_ms,to_ms,count,excluded',
  );
  const first = Number(report.cells[0]!.steady.samplesMs[0]!.toPrecision(7));
  expect(lines[1]).toBe(`${runColumns},batch-1,0,${first},${first},1,0`);
});

test('CSV of a report from a link has one row per bin', () => {
  const cell = report.cells[0]!;
  const steady = { ...cell.steady, samplesMs: [], histogram: { widthMs: 0.5, bins: [[100, 7] as const] } };
  const [, row] = toCsv({ ...report, cells: [{ ...cell, steady }] }).split('\r\n');
  expect(row).toBe(`${runColumns},batch-1,,50,50.5,7,0`);
});

test('CSV escapes a model name so that a spreadsheet does not execute it', () => {
  const named = createSampleReport({ subject: { ...report.subject, id: '=1+1' } });
  expect(toCsv(named).split('\r\n')[1]?.startsWith("valid,'=1+1,ort,")).toBe(true);
});

test('an exported file is named after its subject, engine, device, threads and time', () => {
  expect(formatFileName(report)).toBe('assay-conv-ort-wasm-2-threads-20261120T094100Z');
});

test('CSV hides double-precision rounding errors, JSON is exact', () => {
  const cell = report.cells[0]!;
  const inexact = createSampleReport({ cells: [{ ...cell, steady: { ...cell.steady, samplesMs: [0.1 + 0.2] } }] });
  expect(toCsv(inexact).split('\r\n')[1]).toContain(',0,0.3,0.3,1,0');
  expect(JSON.parse(toJson(inexact)).cells[0].steady.samplesMs).toEqual([0.1 + 0.2]);
});

test('every CSV row has the settings of the engine', () => {
  const withSettings = createSampleReport({
    settings: { graphOptimisation: 'all', memoryPattern: false, precision: 'float16' },
  });
  expect(toCsv(withSettings).split('\r\n')[1]).toContain(',2,graph=all memory=off precision=float16,Chromium');
});
