import { expect, test } from 'vitest';
import { createSampleCell, createSampleReport } from '#core/report/report.fixture.ts';
import { summariseSamples } from '../measure/summarise.ts';
import { mergeRuns } from './merge-runs.ts';
import { assembleReport, type FinishedRun } from './assemble-report.ts';

const sample = createSampleReport();

/** Creates a run whose samples start at `startMs` and every 100 ms after it. */
function createRun(samplesMs: readonly number[], startMs: number, changes: Partial<FinishedRun> = {}): FinishedRun {
  const cell = { ...createSampleCell('seeded', samplesMs.length, 1), steady: summariseSamples(samplesMs, 1) };
  const facts = {
    engine: 'ort',
    engineVersion: '1.30.0',
    build: 'wasm',
    device: 'wasm',
    threads: 2,
    failedDevices: [],
    createMs: 120,
  } as const;
  return {
    app: sample.app,
    startedAtMs: startMs,
    request: { subject: { kind: 'model', id: 'digits' }, engine: 'ort', device: 'wasm', effort: 'quick' },
    opened: {
      facts: { ...facts, inputs: [], outputs: [] },
      id: 'digits',
      sizeBytes: 1,
      sha256: 'cd'.repeat(32),
      downloadMs: null,
    },
    measured: {
      kind: 'tensor',
      cells: [cell],
      spans: [samplesMs.map((_, index) => [startMs + index * 100, startMs + index * 100 + 60] as const)],
      clockStepUs: 5,
      orderSeed: 1,
      memory: {},
    },
    environment: sample.environment,
    interruptions: [],
    eventLoop: { ticks: 10, late: 1, worstMs: 120 },
    start: 'warm',
    ...changes,
  };
}

test('merges the samples of two runs and computes their common statistics', () => {
  const merged = mergeRuns(
    createRun([10, 12, 14], 0),
    createRun([20, 22], 60_000, { eventLoop: { ticks: 5, late: 0, worstMs: 50 } }),
  );
  const [cell] = assembleReport(merged).cells;
  expect(cell?.steady).toMatchObject({ n: 5, samplesMs: [10, 12, 14, 20, 22], medianMs: 14, minMs: 10, maxMs: 22 });
  expect(merged.eventLoop).toEqual({ ticks: 15, late: 1, worstMs: 120 });
});

test('excludes an interrupted sample of the second run', () => {
  const second = createRun([20, 99], 60_000, { interruptions: [[60_100, 60_150]] });
  const [cell] = assembleReport(mergeRuns(createRun([10, 12], 0), second)).cells;
  expect(cell?.steady).toMatchObject({ n: 3, excluded: [3], maxMs: 20 });
});

test('returns the first of two runs with different cells', () => {
  const first = createRun([10], 0);
  const second = createRun([20], 1);
  const renamed = {
    ...second.measured,
    cells: [{ ...second.measured.cells[0]!, name: 'other' }],
  } as typeof second.measured;
  expect(mergeRuns(first, { ...second, measured: renamed })).toBe(first);
});

test('computes the mean power of each counter that both runs have', () => {
  const createPower = (watts: number, names: readonly string[]) => ({
    counters: names.map((name) => ({ source: 'rapl' as const, name, watts, uncertaintyW: watts / 10 })),
    missing: [],
    gridGramsPerKwh: null,
  });
  const createPoweredRun = (watts: number, names: readonly string[]) => {
    const base = createRun([1, 2], 0);
    return { ...base, measured: { ...base.measured, power: createPower(watts, names) } };
  };
  const both = mergeRuns(createPoweredRun(10, ['package-0', 'package-1']), createPoweredRun(20, ['package-0']));
  expect(both.measured.power?.counters).toEqual([{ source: 'rapl', name: 'package-0', watts: 15, uncertaintyW: 1.5 }]);
});
