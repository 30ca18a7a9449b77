import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cooldown } from '#bench/method.ts';
import { AppError } from '#core/errors/error.ts';
import { createSampleReport } from '#core/report/report.fixture.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';
import { openNextPage, readLastStatus, flushPromises } from '../fakes/calls.fixture.ts';
import { FakeSession, openCalls } from '../fakes/session-handle.fixture.ts';
import { findPageWork } from '../shell/unfinished-work.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { Bench } from './bench.svelte.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fakes/session-handle.fixture.ts'));
vi.mock('#device/environment.ts', () => ({ readEnvironment: () => environment.promise }));
vi.mock('#bench/report/assemble-report.ts', () => ({
  assembleReport: (parts: { readonly opened: { id: string } }) => parts.opened.id,
}));
vi.mock('../report/report-view-model.ts', () => ({
  toViewModel: async (report: unknown) => ({ report, href: 'https://assay.test/#/r/report' }),
}));
vi.mock('#device/page-monitor.ts', () => ({
  PageMonitor: class {
    stop() {}
  },
}));
vi.mock('../results/record-result.ts', () => ({
  recordReport: () => recorded.promise,
  recordGateRun: async (...run: readonly unknown[]) => void gateRuns.push(run),
}));
vi.mock('#gates/speed-evidence.ts', () => ({
  collectSpeedEvidence: () => ({
    modelKind: 'text',
    candidate: { sizeBytes: 10, validity: 'valid', firstTokenMs: Array<number>(20).fill(900) },
  }),
}));
vi.mock('../results/stored-report.ts', () => ({ loadStoredViewModel: () => restored.promise }));
vi.mock('../models/forecast-record.ts', () => ({ recordForecastOfReport: async () => null }));

/** The environment, which a test can delay. */
let environment: PromiseWithResolvers<{ os: string }>;
/** The result being stored, and the result that was stored earlier. */
let recorded: PromiseWithResolvers<{ id: string }>;
let restored: PromiseWithResolvers<{ report: string; href: string }>;
let bench: Bench;
/** Runs of gates that were stored. */
const gateRuns: (readonly unknown[])[] = [];

beforeEach(() => {
  environment = Promise.withResolvers();
  environment.resolve({ os: 'Linux' });
  recorded = Promise.withResolvers();
  recorded.resolve({ id: 'stored' });
  restored = Promise.withResolvers();
  vi.stubGlobal('history', { state: { result: 'stored' }, replaceState: vi.fn() });
  bench = new Bench();
});

afterEach(async () => {
  bench.close();
  vi.useRealTimers();
  await flushPromises();
});

/** A request for the same model in every test, except that of the cool-down. */
const createRequest = (id = 'digits'): BenchRequest => ({
  subject: { kind: 'model', id },
  engine: 'ort',
  device: 'wasm',
  effort: 'quick',
});
const measured = {} as never;

async function answerOpening(id = 'model', inputs: readonly TensorSpec[] = []): Promise<FakeSession> {
  await expect.poll(() => openCalls.length).toBeGreaterThan(0);
  const session = new FakeSession(id);
  session.opened = { ...session.opened, facts: { ...session.opened.facts, inputs } };
  openCalls.at(-1)?.answer(session);
  await flushPromises();
  return session;
}

async function runOnce(): Promise<void> {
  const running = bench.run(createRequest());
  const session = await answerOpening();
  session.benches[0]?.answer(measured);
  await running;
}

test('a run shows its progress, then its report, and closes the model', async () => {
  const running = bench.run(createRequest());
  expect(bench.phase).toBe('running');
  const session = await answerOpening('measured');
  session.reportProgress({ phase: 'steady', fraction: 0.5, remainingMs: null, detail: 'one', samplesMs: [1, 2] });
  expect(bench).toMatchObject({
    progress: { fraction: 0.5 },
    liveSamples: { cell: 'one', latestMs: [1, 2], count: 2 },
  });
  session.benches[0]?.answer(measured);
  await running;
  expect(bench).toMatchObject({ phase: 'done', viewModel: { report: 'measured' } });
  expect(readLastStatus()).toMatchObject({ state: 'done', result: 'measured', link: 'https://assay.test/#/r/report' });
  expect(session.isClosed).toBe(true);
});

test('a report is judged by the gates as of the start of the run, and the verdict is stored', async () => {
  const gates = { 'time-to-first-token': { severity: 'error', limit: 2000, unit: 'ms' } };
  bench.gates.text = JSON.stringify({ version: 1, gates });
  const running = bench.run(createRequest());
  const session = await answerOpening();
  bench.gates.text = '';
  session.benches[0]?.answer(measured);
  await running;
  expect(bench.gateRun).toMatchObject({ verdict: 'pass', results: [{ gate: 'time-to-first-token', measured: 900 }] });
  await flushPromises();
  expect(gateRuns).toHaveLength(1);
});

test('the verdict of a run is stored with its report, also if another run starts meanwhile', async () => {
  const gates = { 'time-to-first-token': { severity: 'error', limit: 2000, unit: 'ms' } };
  bench.gates.text = JSON.stringify({ version: 1, gates });
  recorded = Promise.withResolvers();
  gateRuns.length = 0;
  const running = runOnce();
  await expect.poll(() => bench.phase).toBe('done');
  const { gateRun } = bench;
  void bench.run(createRequest());
  recorded.resolve({ id: 'stored' });
  await running;
  expect(gateRuns).toEqual([['model', undefined, gateRun]]);
});

test('another model starts only after a cool-down, which the progress shows', async () => {
  await runOnce();
  vi.useFakeTimers();
  void bench.run(createRequest('another'));
  await vi.advanceTimersByTimeAsync(100);
  expect(bench.progress).toMatchObject({ phase: 'cool-down' });
  const callsBefore = openCalls.length;
  await vi.advanceTimersByTimeAsync(cooldown.modelMs);
  expect(openCalls).toHaveLength(callsBefore + 1);
});

test('leaving while the environment is read shows no cool-down and reports nothing', async () => {
  await runOnce();
  environment = Promise.withResolvers();
  void bench.run(createRequest('another'));
  await flushPromises();
  bench.close();
  const next = openNextPage();
  environment.resolve({ os: 'Linux' });
  await flushPromises();
  expect(bench.progress).toBeNull();
  expect(readLastStatus()).toEqual(next);
});

test('cancelling while the environment is read shows no cool-down', async () => {
  await runOnce();
  environment = Promise.withResolvers();
  const running = bench.run(createRequest('another'));
  await flushPromises();
  bench.cancel();
  environment.resolve({ os: 'Linux' });
  await running;
  expect(bench).toMatchObject({ phase: 'failed', progress: null, error: { code: 'aborted' } });
});

test('starting a second run ends the first, and only the second is shown and reported', async () => {
  const first = bench.run(createRequest());
  const session = await answerOpening('first');
  const second = bench.run(createRequest());
  session.reportProgress({ phase: 'steady', fraction: 0.5, remainingMs: null });
  await first;
  expect(session.isClosed).toBe(true);
  expect(bench).toMatchObject({ phase: 'running', progress: null, error: null });
  await expect.poll(() => openCalls.length).toBe(2);
  const other = await answerOpening('second');
  other.benches[0]?.answer(measured);
  await second;
  expect(bench).toMatchObject({ phase: 'done', viewModel: { report: 'second' } });
});

test('cancelling a run closes its model, and is shown and reported as aborted', async () => {
  const running = bench.run(createRequest());
  const session = await answerOpening();
  bench.cancel();
  await running;
  expect(session.isClosed).toBe(true);
  expect(bench).toMatchObject({ phase: 'failed', error: { code: 'aborted' } });
  expect(readLastStatus()).toMatchObject({ state: 'failed', error: { code: 'aborted' } });
});

test('leaving the page closes the model and reports nothing to the next page', async () => {
  const running = bench.run(createRequest());
  const session = await answerOpening();
  bench.close();
  const next = openNextPage();
  session.reportProgress({ phase: 'steady', fraction: 0.5, remainingMs: null });
  await running;
  expect(session.isClosed).toBe(true);
  expect(readLastStatus()).toEqual(next);
});

test('choosing another model during a run ends it, and its results are discarded', async () => {
  const running = bench.run(createRequest());
  const session = await answerOpening();
  bench.reset();
  session.benches[0]?.answer(measured);
  await running;
  expect(bench).toMatchObject({ phase: 'idle', viewModel: null, error: null });
});

// Node supports Web Locks since 24.5.
test.skipIf(!('locks' in navigator))('a run waits while another tab measures, and shows that it waits', async () => {
  const { promise: measuring, resolve: end } = Promise.withResolvers<void>();
  void navigator.locks.request('assay-bench', () => measuring);
  await flushPromises();
  const running = bench.run(createRequest());
  await expect.poll(() => bench.isWaiting).toBe(true);
  expect(openCalls).toHaveLength(0);
  end();
  const session = await answerOpening();
  expect(bench.isWaiting).toBe(false);
  session.benches[0]?.answer(measured);
  await running;
});

test('a model with free dimensions fails with their names, and runs once they have sizes', async () => {
  const inputs: readonly TensorSpec[] = [{ name: 'input', dtype: 'float32', shape: ['batch', 'sequence'] }];
  const first = bench.run(createRequest());
  const closed = await answerOpening('model', inputs);
  await first;
  expect(bench).toMatchObject({
    phase: 'sizes',
    unsizedDimensions: { sequence: 512 },
    error: { code: 'input-invalid' },
  });
  expect(closed.isClosed).toBe(true);
  const second = bench.run({ ...createRequest(), dimensions: { sequence: 2, other: 3 } });
  await expect.poll(() => openCalls.length).toBe(2);
  const session = await answerOpening('model', inputs);
  expect(session.benches[0]?.request.dimensions).toEqual({ sequence: 2 });
  session.benches[0]?.answer(measured);
  await second;
  expect(bench).toMatchObject({ phase: 'done', unsizedDimensions: {} });
});

test('a run that is compared with a result of another model ends before it is measured', async () => {
  const { subject } = createSampleReport();
  const running = bench.run(createRequest(), subject);
  const session = await answerOpening('digits');
  await running;
  expect(session.isClosed).toBe(true);
  expect(session.benches).toHaveLength(0);
  const facts = { model: 'digits', sha256: '', otherModel: 'conv', otherSha256: subject.sha256 };
  expect(bench).toMatchObject({ phase: 'failed', error: { code: 'other-model', facts } });
});

test('a link to a model that is not stored fails before a run', async () => {
  const missing = new AppError('model-not-stored', { model: 'another' });
  vi.spyOn(storedModels, 'requireStored').mockRejectedValueOnce(missing);
  await bench.requireStoredModel(createRequest('another'));
  expect(bench).toMatchObject({ phase: 'failed', error: missing });
});

test('the error of a missing model is not shown after another was chosen or the page was left', async () => {
  for (const leaveResult of [() => bench.reset(), () => bench.close()]) {
    const { promise, reject } = Promise.withResolvers<void>();
    vi.spyOn(storedModels, 'requireStored').mockReturnValueOnce(promise);
    const checking = bench.requireStoredModel(createRequest('another'));
    leaveResult();
    const next = openNextPage();
    reject(new AppError('model-not-stored'));
    await checking;
    expect(bench.error).toBeNull();
    expect(readLastStatus()).toEqual(next);
  }
});

test('the history entry gets the id of a stored result, unless the page was left meanwhile', async () => {
  await runOnce();
  expect(history.replaceState).toHaveBeenCalledWith({ result: 'stored' }, '');
  vi.mocked(history.replaceState).mockClear();
  recorded = Promise.withResolvers();
  const running = runOnce();
  await expect.poll(() => bench.phase).toBe('done');
  bench.close();
  recorded.resolve({ id: 'stored' });
  await running;
  expect(history.replaceState).not.toHaveBeenCalled();
});

test('leaving needs confirmation only while measuring, and a failure to store shows the reason', async () => {
  const full = new AppError('storage-failed');
  recorded = Promise.withResolvers();
  const running = runOnce();
  await expect.poll(() => findPageWork()).toBe('bench');
  await expect.poll(() => bench.phase).toBe('done');
  expect(findPageWork()).toBeNull();
  recorded.reject(full);
  await running;
  expect(bench).toMatchObject({ phase: 'done', storageError: full });
});

test('the result of the history entry is shown and reported', async () => {
  const restoring = bench.restore();
  restored.resolve({ report: 'before', href: 'https://assay.test/#/r/before' });
  expect(await restoring).toBe(true);
  expect(bench).toMatchObject({ phase: 'done', viewModel: { report: 'before' } });
  expect(readLastStatus()).toMatchObject({ state: 'done', result: 'before' });
});

test('a stored result that is read after another choice or after leaving is not shown', async () => {
  for (const leaveResult of [() => bench.reset(), () => bench.close()]) {
    restored = Promise.withResolvers();
    const restoring = bench.restore();
    leaveResult();
    const next = openNextPage();
    restored.resolve({ report: 'before', href: 'https://assay.test/#/r/before' });
    expect(await restoring).toBe(false);
    expect(bench.viewModel).toBeNull();
    expect(readLastStatus()).toEqual(next);
  }
});
