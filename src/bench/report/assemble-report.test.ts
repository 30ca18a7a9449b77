import { expect, test } from 'vitest';
import { createSampleCell, createSampleReport, createSampleTextReport } from '#core/report/report.fixture.ts';
import type { Cell } from '#core/report/tensor-report.ts';
import type { MeasuredTensors, MeasuredText } from '#core/report/measured-run.ts';
import type { OpenedTensorModel } from '#core/engine/runtime.ts';
import { isBusy, findExcludedSamples } from '../measure/interruptions.ts';
import { assembleReport, type FinishedRun } from './assemble-report.ts';
import { summariseSamples } from '../measure/summarise.ts';

const sample = createSampleReport();

interface TensorRun extends FinishedRun {
  readonly opened: OpenedTensorModel;
  readonly measured: MeasuredTensors;
}

function createRun(changes: Partial<TensorRun> = {}, cell: Partial<Cell> = {}): TensorRun {
  const measuredCell = { ...createSampleCell('batch-1', 50, 40), ...cell };
  return {
    app: sample.app,
    startedAtMs: Date.parse('2026-11-20T09:41:37.512Z'),
    request: { subject: { kind: 'workload', id: 'conv' }, engine: 'ort', device: 'wasm', effort: 'standard' },
    opened: {
      facts: {
        engine: 'ort',
        engineVersion: '1.30.0',
        build: 'wasm',
        device: 'wasm',
        threads: 2,
        failedDevices: [],
        inputs: [],
        outputs: [],
        createMs: 120,
      },
      id: 'conv',
      sizeBytes: 14,
      sha256: 'cd'.repeat(32),
      downloadMs: null,
    },
    measured: {
      kind: 'tensor',
      cells: [measuredCell],
      spans: [measuredCell.steady.samplesMs.map((_, i) => [1_000 + i * 100, 1_060 + i * 100] as const)],
      clockStepUs: 5,
      orderSeed: 9,
      memory: {},
    },
    environment: { ...sample.environment, clockStepUs: 100 },
    interruptions: [],
    eventLoop: { ticks: 200, late: 0, worstMs: 12 },
    start: 'warm',
    ...changes,
  };
}

const spread = summariseSamples([10, 10.1, 10.2, 10.3, 10.4, 15, 15.1, 15.2, 15.3, 15.4], 1);
const busy = { ticks: 100, late: 50, worstMs: 400 };
const quick = { ...createRun().request, effort: 'quick' } as const;

test('an undisturbed standard run is valid and has no flags', () => {
  expect(assembleReport(createRun())).toMatchObject({
    validity: 'valid',
    flags: [],
    method: '3.2.0',
    phases: { createMs: 120 },
  });
});

test('R19: a report has the clock step of the measuring thread, and its start time to the minute', () => {
  const report = assembleReport(createRun());
  expect(report.environment.clockStepUs).toBe(5);
  expect(report.startedAt).toBe('2026-11-20T09:41:00Z');
});

test('R1, R2: a report lists the load time of the engine separately, and the source of its code', () => {
  const { opened, ...rest } = createRun();
  const networkStart = { ...opened, codeFrom: 'network', facts: { ...opened.facts, loadMs: 310 } } as const;
  expect(assembleReport({ ...rest, opened: networkStart })).toMatchObject({
    phases: { loadMs: 310, createMs: 120, codeFrom: 'network' },
  });
  expect(Object.keys(assembleReport(createRun()).phases ?? {})).not.toContain('loadMs'); // simulates an engine that does not report it
});

test('R26: a report contains the wasm memory in use only if the engine exposes it', () => {
  const measured = { ...createRun().measured, memory: { wasmHeapBytes: 16_777_216 } };
  expect(assembleReport(createRun({ measured })).memory).toEqual({ wasmHeapBytes: 16_777_216 });
  expect(Object.keys(assembleReport(createRun()))).not.toContain('memory');
});

test('R14: one interrupted sample is excluded from the statistics, two make the run interrupted', () => {
  const once = assembleReport(createRun({ interruptions: [[1_130, 1_150]] }));
  expect(once.cells[0]?.steady).toMatchObject({ n: 39, excluded: [1] });
  expect(once.validity).toBe('valid');
  const twice = assembleReport(createRun({ interruptions: [[1_150, 1_210]] }));
  expect(twice.cells[0]?.steady.excluded).toEqual([1, 2]);
  expect(twice).toMatchObject({ validity: 'interrupted', flags: ['interrupted'] });
});

test('R14: there is no report if every sample is excluded', () => {
  expect(() => assembleReport(createRun({ interruptions: [[0, 1e12]] }))).toThrow(
    expect.objectContaining({
      code: 'run-interrupted',
      facts: { reason: 'page-hidden', samples: 40, cell: 'batch-1' },
    }),
  );
});

test('R14: an interruption between samples excludes none, one at the edge of a sample excludes it', () => {
  const spans = [
    [100, 200],
    [300, 400],
  ] as const;
  expect(findExcludedSamples(spans, [[210, 290]])).toEqual([]);
  expect(findExcludedSamples(spans, [[200, 250]])).toEqual([0]);
  expect(findExcludedSamples(spans, [[350, 350]])).toEqual([1]);
});

test('R15: more than 5% late ticks raise the flag busy-machine', () => {
  expect(isBusy({ ticks: 100, late: 5, worstMs: 150 })).toBe(false);
  expect(isBusy({ ticks: 100, late: 6, worstMs: 150 })).toBe(true);
  expect(isBusy({ ticks: 0, late: 0, worstMs: 0 })).toBe(false);
});

test('R22: a broken output makes the report invalid, regardless of other flags', () => {
  const agreement = { verdict: 'broken', metric: 'cosine', value: 0.2, maxAbsDifference: 9, reference: 'x' } as const;
  const report = assembleReport(createRun({ interruptions: [[1_150, 1_210]] }, { agreement }));
  expect(report.validity).toBe('invalid');
  expect(report.flags).toEqual(['disagrees', 'interrupted']);
});

test.each([
  ['indicative', createRun({ request: quick })],
  ['capped', createRun({}, { capped: true })],
  ['unstable-warmup', createRun({}, { warmup: { runs: 600, ms: 30_000, stable: false } })],
  ['fallback-device', createRun({ request: { ...createRun().request, device: 'webgpu' } })],
  ['fewer-threads', createRun({ request: { ...createRun().request, threads: 3 } })],
  ['agreement-not-measured', createRun({}, { agreement: { verdict: 'not-measured', why: 'no-reference' } })],
  ['coarse-clock', createRun({ measured: { ...createRun().measured, clockStepUs: 16_000 } })],
  ['wide-spread', createRun({}, { steady: spread })],
  ['busy-machine', createRun({ eventLoop: busy })],
] as const)('a report has the flag "%s" if its condition is met', (flag, finishedRun) => {
  expect(assembleReport(finishedRun).flags).toEqual([flag]);
});

test.each([
  ['noisy', 'a wide spread', createRun({}, { steady: spread })],
  ['noisy', 'a busy machine', createRun({ eventLoop: busy })],
  ['noisy', 'a quick run on a busy machine', createRun({ request: quick, eventLoop: busy })],
  ['indicative', 'a quick run', createRun({ request: quick })],
  ['interrupted', 'a hidden page on a busy machine', createRun({ interruptions: [[1_150, 1_210]], eventLoop: busy })],
] as const)('the validity is "%s" for %s', (validity, _condition, finishedRun) => {
  expect(assembleReport(finishedRun).validity).toBe(validity);
});

test('R14: excluded samples do not count for the flag wide-spread', () => {
  // The quartiles of 8 samples around 10 ms and 8 of 50 ms are far apart; without the second 8 they are not.
  const calm = Array.from({ length: 8 }, (_, i) => 10 + i / 100);
  const disturbed = Array.from({ length: 8 }, (_, i) => 50 + i / 100);
  const steady = summariseSamples([...calm, ...disturbed], 1);
  const finishedRun = createRun({}, { steady });
  expect(assembleReport(finishedRun).flags).toEqual(['wide-spread']);
  expect(assembleReport({ ...finishedRun, interruptions: [[1_800, 1e12]] }).flags).toEqual(['interrupted']);
});

test('a report of a run on a software GPU has the flag software-gpu', () => {
  const finishedRun = createRun();
  const facts = { ...finishedRun.opened.facts, device: 'webgpu' } as const;
  const request = { ...finishedRun.request, device: 'webgpu' } as const;
  expect(assembleReport({ ...finishedRun, request, opened: { ...finishedRun.opened, facts } }).flags).toEqual([
    'software-gpu',
  ]);
});

const sampleText = createSampleTextReport();

function createTextRun(changes: Partial<MeasuredText> = {}): FinishedRun {
  const { cells, firstToken, agreement, contextLength, sampling, tokenising } = sampleText;
  return {
    ...createRun(),
    measured: {
      kind: 'text',
      cells,
      spans: cells.map((cell) => cell.steady.samplesMs.map((_, i) => [1_000 + i * 100, 1_060 + i * 100] as const)),
      firstToken: firstToken!,
      agreement,
      contextLength,
      sampling,
      tokenising,
      isReduced: false,
      clockStepUs: 5,
      orderSeed: 9,
      memory: {},
      ...changes,
    },
  };
}

test('R20: a run of a language model results in a text report', () => {
  expect(assembleReport(createTextRun())).toMatchObject({
    kind: 'text',
    contextLength: 2_048,
    sampling: 'inside',
    firstToken: { promptTokens: 512 },
    agreement: { verdict: 'expected' },
    flags: [],
    validity: 'valid',
  });
});

test('R20: cells with fewer tokens than usual are flagged, and broken tokens make the report invalid', () => {
  expect(assembleReport(createTextRun({ isReduced: true }))).toMatchObject({
    flags: ['smaller-cells'],
    validity: 'valid',
  });
  const agreement = { verdict: 'broken', tokens: 32, same: 3, margin: 4, reference: 'x' } as const;
  expect(assembleReport(createTextRun({ agreement }))).toMatchObject({ flags: ['disagrees'], validity: 'invalid' });
});

test('R14: an interrupted prompt sample is excluded from its rate and from the time to first token', () => {
  const once = assembleReport({ ...createTextRun(), interruptions: [[1_130, 1_150]] });
  if (once.kind !== 'text') throw new Error('no text report');
  const [prompt] = once.cells;
  expect(prompt?.steady).toMatchObject({ n: 11, excluded: [1] });
  expect(prompt?.medianTokensPerS).toBeCloseTo(1000 / prompt!.steady.medianMs, 9);
  expect(once.firstToken?.steady).toMatchObject({ n: 11, excluded: [1] });
});
