import { expect, test } from 'vitest';
import { buildSettings } from '#core/engine/engine-settings.ts';
import type { Candidate } from '#planner/rank-candidates.ts';
import { listTrials, listThreadCounts, type TunedTarget } from './list-trials.ts';
import { orderTrials } from './order-trials.ts';

const noSettings = buildSettings(() => undefined);
const wasm: TunedTarget = { host: 'page', engine: 'ort', device: 'wasm', threads: [2, 1], settings: noSettings };
const webgpu: TunedTarget = { host: 'page', engine: 'ort', device: 'webgpu', threads: [null], settings: noSettings };
const openvino: TunedTarget = {
  host: 'companion',
  engine: 'ort',
  device: 'cpu',
  threads: [null],
  settings: { provider: 'openvino' },
};

function createCandidate(
  device: 'wasm' | 'webgpu',
  threads: number,
  [lowMs, expectedMs, highMs]: readonly number[],
): Candidate {
  return {
    engine: 'ort',
    device,
    threads,
    fit: { verdict: 'fits', needLowBytes: 1, needHighBytes: 1, terms: [], missing: [], limits: [] },
    forecast: {
      known: true,
      per: 'run',
      expectedMs: expectedMs!,
      lowMs: lowMs!,
      highMs: highMs!,
      groups: [],
      basis: 'calibrated',
      runIs: { code: 'no-weights' },
    },
  };
}

test('the number of threads is halved down to one', () => {
  expect(listThreadCounts(16)).toEqual([16, 8, 4, 2, 1]);
  expect(listThreadCounts(6)).toEqual([6, 3, 1]);
  expect(listThreadCounts(1)).toEqual([1]);
});

test('every number of threads is combined once with each set of up to two changed settings', () => {
  const keys = listTrials([wasm], 'latency').map(({ key }) => key);
  // Graph levels `all` (the default) and three others, memory pattern on (the default) and off: 8 sets on 2 and 1
  // threads.
  expect(keys).toHaveLength(16);
  expect(new Set(keys).size).toBe(16);
  expect(keys.slice(0, 2)).toEqual(['page:ort:wasm:2', 'page:ort:wasm:1']);
  expect(keys).toContain('page:ort:wasm:1:graph=basic:memory=off');
});

test('only the first number of threads with the required settings is a default of the target', () => {
  const all = listTrials([wasm, openvino], 'latency');
  const defaults = all.filter(({ isDefault }) => isDefault).map(({ key }) => key);
  expect(defaults).toEqual(['page:ort:wasm:2', 'companion:ort:cpu:auto:provider=openvino']);
  expect(all.every(({ key }) => !key.startsWith('companion') || key.includes('provider=openvino'))).toBe(true);
});

test('a trial with two changed settings has the two with one of them as parents', () => {
  const all = listTrials([wasm], 'latency');
  const both = all.find(({ key }) => key === 'page:ort:wasm:2:graph=basic:memory=off');
  expect([...both!.parents].sort()).toEqual(['page:ort:wasm:2:graph=basic', 'page:ort:wasm:2:memory=off']);
  expect(all.filter(({ parents }) => parents.length > 0)).toHaveLength(6);
});

test('among trials with equally many changed settings, the fastest forecast comes first', () => {
  const forecasts = {
    candidates: [
      createCandidate('wasm', 2, [9, 10, 15]),
      createCandidate('wasm', 1, [5, 6, 9]),
      createCandidate('webgpu', 1, [4, 8, 20]),
    ],
    unsupported: [],
  };
  const { trials, excluded } = orderTrials(listTrials([wasm, webgpu], 'latency'), {
    hasGpu: true,
    forecasts,
  });
  const first = trials.slice(0, 3).map(({ key }) => key);
  expect(first).toEqual(['page:ort:wasm:1', 'page:ort:webgpu:auto', 'page:ort:wasm:2']);
  expect(excluded).toEqual([]);
});

test('a trial whose forecast is certainly slower is excluded with both times', () => {
  const forecasts = {
    candidates: [createCandidate('wasm', 2, [5, 6, 9]), createCandidate('wasm', 1, [10, 11, 12])],
    unsupported: [],
  };
  const { trials, excluded } = orderTrials(listTrials([wasm], 'latency'), { hasGpu: true, forecasts });
  expect(trials.every(({ configuration }) => configuration.threads === 2)).toBe(true);
  expect(excluded).toHaveLength(8);
  expect(excluded[0]?.reason).toEqual({ code: 'forecast-slower', lowMs: 10, bestMs: 9 });
});

test('without a GPU, GPU targets are excluded, and targets of the companion are not', () => {
  const { trials, excluded } = orderTrials(listTrials([wasm, webgpu, openvino], 'latency'), {
    hasGpu: false,
    forecasts: null,
  });
  expect(trials.some(({ configuration }) => configuration.device === 'webgpu')).toBe(false);
  expect(new Set(excluded.map(({ reason }) => reason.code))).toEqual(new Set(['no-gpu']));
  expect(trials.some(({ configuration }) => configuration.host === 'companion')).toBe(true);
});

test('a trial that the model header excludes is reported with the reason', () => {
  const limit = { reason: 'opset-too-new', opset: 99 } as const;
  const forecasts = { candidates: [], unsupported: [{ engine: 'ort', devices: ['webgpu'], limit }] } as const;
  const { excluded } = orderTrials(listTrials([wasm, webgpu], 'latency'), { hasGpu: true, forecasts });
  expect(excluded[0]).toMatchObject({
    trial: { key: 'page:ort:webgpu:auto' },
    reason: { code: 'engine-limit', limit },
  });
});
