import { expect, test } from 'vitest';
import { AppError } from '#core/error.ts';
import type { SessionFacts } from '#core/runtime.ts';
import { classificationsCsv, detectionsCsv, fileName, summarise } from './run-export.ts';

test('the CSV of detections has one line for each, with nothing in it that a spreadsheet would run', () => {
  const box = { x: 1, y: 2.5, width: 3, height: 4 };
  const csv = detectionsCsv({
    task: 'object-detection',
    model: 'centernet',
    runtime: 'tfjs',
    device: 'wasm',
    inputs: [
      {
        file: '=a "b", c.jpg',
        timing: { preMs: 1, inferenceMs: 1, postMs: 1 },
        result: [{ label: 'cup', score: Math.fround(0.9), box }],
      },
    ],
  });
  expect(csv).toBe(`file,label,score,x,y,width,height\r\n"'=a ""b"", c.jpg",cup,0.9,1,2.5,3,4\r\n`);
});

test('the CSV of classifications numbers the classes of each picture by place', () => {
  const result = [
    { label: 'tench', probability: 0.75 },
    { label: 'carp', probability: 0.25 },
  ];
  const csv = classificationsCsv({
    task: 'image-classification',
    model: 'classifier.onnx',
    runtime: 'ort',
    device: 'wasm',
    inputs: ['a.png', 'b.png'].map((file) => ({ file, timing: { preMs: 1, inferenceMs: 1, postMs: 1 }, result })),
  });
  const [head, ...lines] = csv.trimEnd().split('\r\n');
  expect(head).toBe('file,place,label,probability');
  expect(lines).toEqual(['a.png,1,tench,0.75', 'a.png,2,carp,0.25', 'b.png,1,tench,0.75', 'b.png,2,carp,0.25']);
});

const facts: SessionFacts = {
  runtime: 'ort',
  runtimeVersion: '1',
  build: 'wasm',
  device: 'wasm',
  threads: 1,
  refused: [],
  createMs: 1,
  inputs: [],
  outputs: [],
};

test('the summary of a run has every picture that was run, with its answer or its error', () => {
  const timing = { preMs: 1, inferenceMs: 2, postMs: 3 };
  const summary = summarise('digits', { id: 'digits', facts }, [
    { file: { name: 'good.png' }, run: { result: 7, timing }, error: null },
    { file: { name: 'bad.png' }, run: null, error: new AppError('file-unreadable', { file: 'bad.png' }) },
    { file: { name: 'waits.png' }, run: null, error: null },
  ]);
  expect(summary.inputs).toEqual([
    { file: 'good.png', timing, result: 7 },
    { file: 'bad.png', error: { code: 'file-unreadable', message: 'file-unreadable; file: bad.png' } },
  ]);
});

test('a picture without an answer has no line in the CSV', () => {
  const error = { code: 'file-unreadable', message: 'file-unreadable' };
  const inputs = [{ file: 'bad.png', error }];
  const csv = detectionsCsv({ task: 'object-detection', model: 'm', runtime: 'ort', device: 'wasm', inputs });
  expect(csv).toBe('file,label,score,x,y,width,height\r\n');
});

test('files saved at different times have different names', () => {
  const summary = { task: 'digits', model: 'digits', runtime: 'ort', device: 'wasm', inputs: [] } as const;
  const names = [7, 8].map((second) => fileName(summary, new Date(Date.UTC(2026, 10, 20, 9, 41, second))));
  expect(names).toEqual(['20261120T094107Z', '20261120T094108Z'].map((at) => `assay-digits-digits-ort-wasm-${at}`));
});
