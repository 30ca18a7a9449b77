import { beforeEach, expect, test, vi } from 'vitest';
import type { OpenRequest } from '#bridge/session-contract.ts';
import { AppError } from '#core/errors/error.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { TuneResult } from '#tune/tune-result.ts';
import { cachedDeviceProfile } from '../device/cached-device-profile.svelte.ts';
import { automation } from '../shell/automation-status.ts';
import { findTunedSetup, opensAsTuned } from './tuned-models.ts';
import { TuneRun, type TuneRequest } from './tune-run.svelte.ts';

vi.stubGlobal('location', { href: 'https://assay.test/#/tune', hash: '#/tune' });
vi.stubGlobal('addEventListener', () => {});
vi.stubGlobal('removeEventListener', () => {});
vi.stubGlobal('document', { hidden: false });
const stored = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => stored.set(key, value),
});

vi.mock('#device/page-monitor.ts', () => ({
  PageMonitor: class {
    readonly interruptions = [];
    stop(): void {}
  },
}));
vi.mock('#device/bench-lock.ts', () => ({ withBenchLock: (_: unknown, measure: () => Promise<unknown>) => measure() }));
vi.mock('../device/device-facts.svelte.ts', () => ({
  deviceFacts: { basic: { browser: 'Test 1', threads: 2, memoryGiB: 8 } },
}));
vi.mock('../device/cached-device-profile.svelte.ts', () => ({
  cachedDeviceProfile: { read: async () => ({ isDisturbed: true, gpu: null }) },
}));

/** Called before each timing. */
let onTime: () => void;
let gpuOpenCount: number;

/**
 * Sessions that are twice as fast without the memory pattern, have wrong outputs at the basic graph level, and fail at
 * the extended one.
 */
vi.mock('#bridge/session-handle.ts', () => ({
  openSession: async ({ options }: OpenRequest) => {
    if (options.devices[0] === 'webgpu') {
      gpuOpenCount++;
      throw new AppError('engine-unavailable');
    }
    const { threads, graphOptimisation = 'all', memoryPattern = true } = options;
    if (graphOptimisation === 'extended') throw new AppError('worker-died');
    const output = graphOptimisation === 'basic' ? 7 : 1;
    const timeMs = (threads === 1 ? 40 : 20) * (memoryPattern ? 1 : 0.5);
    return {
      isAlive: true,
      opened: { facts: { inputs: [], outputs: [] }, sizeBytes: 4_000_000, id: 'm', sha256: '' },
      run: async (): Promise<Tensors> => ({ y: { dtype: 'float32', shape: [2], data: Float32Array.of(output, -1) } }),
      time: async (_: Tensors, count: number) => {
        onTime();
        return { timesMs: Array.from({ length: count }, () => timeMs), memory: { wasmHeapBytes: 30_000_000 } };
      },
      close: () => {},
    };
  },
}));

const request: TuneRequest = {
  subject: { kind: 'model', id: 'digits' },
  dimensions: {},
  targets: [{ host: 'page', engine: 'ort', device: 'wasm', threads: [2, 1], settings: {} }],
  budgetMs: 60_000,
  goalMs: null,
  objective: 'latency',
};

beforeEach(() => {
  onTime = () => {};
  gpuOpenCount = 0;
  stored.clear();
});

test('the fastest configuration with correct outputs wins, and models are then opened with it', async () => {
  const run = new TuneRun();
  await run.start(request);
  expect(run.state).toBe('done');
  const result = automation.result as TuneResult;
  expect(result.winner).toMatchObject({ threads: 2, settings: { memoryPattern: false } });
  expect(result).toMatchObject({ reason: 'faster', stopped: 'no-gain', bestDefault: { threads: 2, settings: {} } });
  expect(result.speedUp?.ratio).toBeCloseTo(2);
  expect(automation.link).toMatch(/#\/bench\?model=digits&engine=ort&device=wasm&threads=2&memory=off/);

  const eliminations = Object.fromEntries(result.standings.map(({ key, departure }) => [key, departure?.kind]));
  expect(eliminations['page:ort:wasm:2:graph=basic']).toBe('wrong-answers');
  expect(eliminations['page:ort:wasm:2:graph=extended']).toBe('died');
  expect(eliminations['page:ort:wasm:2:graph=basic:memory=off']).toBe('unpromising');

  expect(findTunedSetup(request.subject)).toMatchObject({ threads: 2, settings: { memoryPattern: false } });
  const openRequest = { subject: request.subject, engine: 'ort', effort: 'standard' } as const;
  expect(opensAsTuned(openRequest)).toBe(true);
  expect(opensAsTuned({ ...openRequest, threads: 1 })).toBe(false);
});

test('a paused search continues with its earlier measurements', async () => {
  const run = new TuneRun();
  let calls = 0;
  onTime = () => {
    if (++calls === 60) run.pause();
  };
  await run.start(request);
  expect(run.state).toBe('paused');
  expect(automation.error?.code).toBe('aborted');
  const before = run.record!.search;
  expect(before.rungs[0].cohorts[0]!.blocks.length).toBeGreaterThan(0);
  await run.start(request);
  expect(run.state).toBe('done');
  expect(run.record!.search.rungs[0].cohorts[0]!.blocks[0]).toEqual(before.rungs[0].cohorts[0]!.blocks[0]);
  expect((automation.result as TuneResult).winner).toMatchObject({ settings: { memoryPattern: false } });
});

test('a device that the engine cannot use is tried once, not with each setting', async () => {
  const webgpu = { host: 'page', engine: 'ort', device: 'webgpu', threads: [null], settings: {} } as const;
  const run = new TuneRun();
  // The forecast would leave it out, since the device has no GPU; the companion's devices have no forecast.
  vi.spyOn(cachedDeviceProfile, 'read').mockResolvedValue({ isDisturbed: true, gpu: {} } as never);
  await run.start({ ...request, targets: [...request.targets, webgpu] });
  expect(gpuOpenCount).toBe(1);
  const gpuTrials = (automation.result as TuneResult).standings.filter(({ key }) => key.includes('webgpu'));
  expect(gpuTrials.length).toBe(8);
  expect(gpuTrials.every(({ departure }) => departure?.kind === 'died' || departure?.kind === 'unpromising')).toBe(
    true,
  );
});

test('if every configuration dies, the search ends without a winner', async () => {
  const run = new TuneRun();
  onTime = () => {
    throw new AppError('device-lost');
  };
  await run.start(request);
  expect(run.state).toBe('done');
  expect(automation.result).toMatchObject({ winner: null, stopped: 'all-departed' });
  expect(findTunedSetup(request.subject)).toBeNull();
});

test('the configuration that is measured and the spent time are shown during a step', async () => {
  const run = new TuneRun();
  const seen = new Set<string>();
  let isAhead = false;
  onTime = () => {
    seen.add(JSON.stringify(run.current));
    isAhead ||= run.record !== null && run.budgetFraction * request.budgetMs > run.record.search.spentMs;
  };
  await run.start(request);
  expect(seen.size).toBeGreaterThan(2);
  expect([...seen].every((current) => current.includes('"engine":"ort"'))).toBe(true);
  expect(isAhead).toBe(true); // of the steps that have ended
  expect(run.current).toBeNull();
});
