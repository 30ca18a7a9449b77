import { expect, test } from 'vitest';
import { createSampleReport } from '#core/report/report.fixture.ts';
import { assembleTaskReport, type FinishedEvaluation } from './task-report.ts';

test('omits a phase of 0 ms, which is shorter than the clock resolution', () => {
  const { app, environment, eventLoop } = createSampleReport();
  const timing = { preMs: 0, inferenceMs: 12, postMs: 0 };
  const report = assembleTaskReport({
    app,
    startedAtMs: 0,
    request: { subject: { kind: 'model', id: 'a' }, engine: 'wllama', device: 'wasm' },
    opened: {
      facts: { engine: 'wllama', engineVersion: '1', build: 'single', device: 'wasm', threads: 1 },
      id: 'a',
      sizeBytes: 1,
      sha256: '',
      downloadMs: null,
    } as Partial<FinishedEvaluation['opened']> as FinishedEvaluation['opened'],
    environment,
    eventLoop: eventLoop!,
    start: 'warm',
    clockStepUs: 5,
    memory: {},
    task: 'text-generation',
    data: { name: 'set', layout: 'table', sha256: '', items: 2, failed: 0, notRun: 0 } as FinishedEvaluation['data'],
    baseline: null,
    scores: [],
    hostileInputs: [],
    timings: [timing, timing, { ...timing, preMs: 1 }],
  });
  expect(report.cells.map(({ name, steady }) => [name, steady.medianMs])).toEqual([
    ['pre', 0.5],
    ['inference', 12],
  ]);
});
