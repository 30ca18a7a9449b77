import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { SessionFacts } from '#core/engine/runtime.ts';
import { imageClassification } from '#tasks/image-classification/task.ts';
import { objectDetection } from '#tasks/object-detection/task.ts';
import { formatRunFileName, formatResultsCsv, summarise, toJson, type RunSummary } from './run-export.ts';

const runFacts = { timing: { preMs: 1, inferenceMs: 1, postMs: 1 }, graphRuns: { model: 1 } };

function createSummary<Result>(inputs: RunSummary<Result>['inputs']): RunSummary<Result> {
  return { task: 'digits', model: 'm', engine: 'ort', device: 'wasm', threads: 1, inputs };
}

test('CSV of detections has one line each, escaped so that a spreadsheet executes nothing', () => {
  const box = { x: 1, y: 2.5, width: 3, height: 4 };
  const result = [{ label: 'cup', score: Math.fround(0.9), box }];
  const csv = formatResultsCsv(createSummary([{ file: '=a "b", c.jpg', ...runFacts, result }]), objectDetection.table);
  expect(csv).toBe(`file,label,score,x,y,width,height\r\n"'=a ""b"", c.jpg",cup,0.9,1,2.5,3,4\r\n`);
});

test('CSV of classifications ranks the classes of each image', () => {
  const result = [
    { label: 'tench', probability: 0.75 },
    { label: 'carp', probability: 0.25 },
  ];
  const summary = createSummary([
    { file: 'a.png', ...runFacts, result },
    { file: 'b.png', ...runFacts, result },
  ]);
  const [head, ...lines] = formatResultsCsv(summary, imageClassification.table).trimEnd().split('\r\n');
  expect(head).toBe('file,rank,label,probability');
  expect(lines).toEqual(['a.png,1,tench,0.75', 'a.png,2,carp,0.25', 'b.png,1,tench,0.75', 'b.png,2,carp,0.25']);
});

test("the JSON of a result is the task's export", () => {
  const summary = createSummary([{ file: 'a.png', ...runFacts, result: { area: 0.5, mask: new Uint8Array(4) } }]);
  const exported = toJson(summary, { toJson: ({ area }) => ({ area }) });
  expect(exported.inputs).toEqual([{ file: 'a.png', ...runFacts, result: { area: 0.5 } }]);
  expect(toJson(summary, {})).toBe(summary);
});

const facts: SessionFacts = {
  engine: 'ort',
  engineVersion: '1',
  build: 'wasm',
  device: 'wasm',
  threads: 1,
  failedDevices: [],
  createMs: 1,
  inputs: [],
  outputs: [],
};

test('the summary of a run contains every image that was run, with its result or error', () => {
  const run = { result: 7, ...runFacts };
  const inputs = [
    { file: { name: 'good.png' }, run, error: null },
    { file: { name: 'bad.png' }, run: null, error: new AppError('file-unreadable', { file: 'bad.png' }) },
    { file: { name: 'waits.png' }, run: null, error: null },
  ];
  const summary = summarise('digits', { id: 'digits', facts }, inputs, null);
  expect(summary.inputs).toEqual([
    { file: 'good.png', ...run },
    {
      file: 'bad.png',
      error: { code: 'file-unreadable', facts: { file: 'bad.png' }, message: 'file-unreadable; file: bad.png' },
    },
  ]);
});

test('CSV has no line for an image without a result', () => {
  const error = { code: 'file-unreadable', facts: {}, message: 'file-unreadable' } as const;
  const csv = formatResultsCsv(createSummary([{ file: 'bad.png', error }]), objectDetection.table);
  expect(csv).toBe('file,label,score,x,y,width,height\r\n');
});

test('files saved at different times have different names', () => {
  const summary = createSummary([]);
  const names = [7, 8].map((second) => formatRunFileName(summary, new Date(Date.UTC(2026, 10, 20, 9, 41, second))));
  expect(names).toEqual(['20261120T094107Z', '20261120T094108Z'].map((index) => `assay-digits-m-ort-wasm-${index}`));
});
