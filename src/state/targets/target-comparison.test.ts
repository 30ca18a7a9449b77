import { beforeEach, expect, test, vi } from 'vitest';
import type { FinishedRun } from '#bench/report/assemble-report.ts';
import { AppError } from '#core/errors/error.ts';
import { createSampleReport } from '#core/report/report.fixture.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import { summariseSamples } from '#bench/measure/summarise.ts';
import type { AvailableTarget } from './target-list.ts';
import type { Probe } from './probe-target.ts';

/** The measured targets in order; each target's median time and output. */
let calls: string[];
let medianMs: Readonly<Record<string, number>>;
let failing: string;
let outputs: Readonly<Record<string, number>>;

vi.stubGlobal('location', { href: 'http://127.0.0.1/' });
vi.stubGlobal('addEventListener', () => {});
vi.stubGlobal('removeEventListener', () => {});
vi.mock('#device/bench-lock.ts', () => ({ withBenchLock: (_: unknown, measure: () => Promise<unknown>) => measure() }));
vi.mock('../results/record-result.ts', () => ({ recordReport: async () => ({}) }));
vi.mock('../bench/measure-run.ts', () => ({
  measureRun: async ({ engine, device }: BenchRequest) => {
    calls.push(`${engine} ${device}`);
    if (engine === failing) throw new AppError('engine-unavailable', { engine, device: device ?? '' });
    return createRun(engine, device!);
  },
}));
vi.mock('./probe-target.ts', () => ({
  probeTarget: async ({ engine, device }: BenchRequest): Promise<Probe> => {
    const data = Float32Array.of(1, outputs[`${engine} ${device}`] ?? 2);
    const roundTripMs = (medianMs[`${engine} ${device}`] ?? 0) + 1.5;
    return { kind: 'tensor', outputs: { y: { dtype: 'float32', shape: [2], data } }, roundTripMs };
  },
}));

function createRun(engine: BenchRequest['engine'], device: NonNullable<BenchRequest['device']>): FinishedRun {
  const report = createSampleReport();
  const ms = medianMs[`${engine} ${device}`] ?? 1;
  const steady = summariseSamples([ms, ms * 1.01, ms * 0.99], 1);
  const cell = { ...report.cells[0]!, name: 'seeded', steady };
  const facts = {
    engine: engine as 'ort',
    engineVersion: '1',
    build: 'test',
    device,
    threads: 2,
    failedDevices: [],
    inputs: [],
    outputs: [],
    createMs: 1,
  };
  return {
    app: report.app,
    startedAtMs: 0,
    request: { subject: { kind: 'model', id: 'digits' }, engine, device, effort: 'quick' },
    opened: { facts, id: 'digits', sizeBytes: 1, sha256: 'cd'.repeat(32), downloadMs: null },
    measured: {
      kind: 'tensor',
      cells: [cell],
      spans: [[]],
      clockStepUs: 5,
      orderSeed: 1,
      memory: {},
    },
    environment: report.environment,
    interruptions: [],
    eventLoop: { ticks: 1, late: 0, worstMs: 1 },
    start: 'warm',
  };
}

const page: AvailableTarget = { host: 'page', engine: 'ort', device: 'wasm', isDefault: true };
const native: AvailableTarget = { host: 'companion', engine: 'ort', device: 'cpu', isDefault: true };
const openvino: AvailableTarget = { host: 'companion', engine: 'openvino', device: 'cpu', isDefault: true };

async function compare(...targets: readonly AvailableTarget[]) {
  const { TargetComparison } = await import('./target-comparison.svelte.ts');
  const { recommendTarget } = await import('./target-recommendation.ts');
  const comparison = new TargetComparison();
  await comparison.run(
    targets.map((target) => {
      const { engine, device } = target;
      return [target, { subject: { kind: 'model', id: 'digits' }, engine, device, effort: 'quick' }];
    }),
  );
  return { comparison, rows: comparison.rows, advice: recommendTarget(comparison.rows) };
}

beforeEach(() => {
  [calls, failing, outputs] = [[], '', {}];
  medianMs = { 'ort wasm': 40, 'ort cpu': 8, 'openvino cpu': 6 };
});

test('targets are measured in one order and then in reverse, and compared with the first answer', async () => {
  outputs = { 'openvino cpu': -2 };
  const { comparison, rows } = await compare(page, native, openvino);
  expect(comparison.phase).toBe('done');
  expect(calls).toEqual(['ort wasm', 'ort cpu', 'openvino cpu', 'openvino cpu', 'ort cpu', 'ort wasm']);
  expect(rows.map(({ agreement }) => agreement?.verdict)).toEqual([undefined, 'identical', 'broken']);
  expect(rows.map(({ viewModel }) => viewModel?.report.cells[0]?.steady.n)).toEqual([6, 6, 6]);
});

test('the advice names the fastest engine whose answers agree, with its transport', async () => {
  outputs = { 'openvino cpu': -2 };
  const { advice } = await compare(page, native, openvino);
  expect(advice).toMatchObject({ kind: 'native-faster', page: { target: page }, native: { target: native } });
  expect(advice).toMatchObject({ factor: (40 + 1.5) / (8 + 1.5) }); // medians and transport of 1.5 ms
});

test('an engine whose lead is less than its transport is not recommended', async () => {
  medianMs = { 'ort wasm': 1, 'ort cpu': 0.9 };
  expect((await compare(page, native)).advice).toMatchObject({ kind: 'same' });
});

test('a target that fails is not measured again, and the other targets are compared', async () => {
  failing = 'openvino';
  const { rows, advice } = await compare(page, openvino, native);
  expect(rows.map(({ state }) => state)).toEqual(['done', 'failed', 'done']);
  expect(rows[1]?.error?.code).toBe('engine-unavailable');
  expect(calls.filter((call) => call === 'openvino cpu')).toHaveLength(1);
  expect(advice).toMatchObject({ kind: 'native-faster' });
});

test('if every target fails, the comparison fails with the reason', async () => {
  failing = 'ort';
  const { comparison } = await compare(page, native);
  expect(comparison.phase).toBe('failed');
  expect(comparison.error?.code).toBe('engine-unavailable');
});
