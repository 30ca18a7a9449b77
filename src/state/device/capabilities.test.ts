import { expect, test, vi } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { Inspection } from '#bridge/inspect-contract.ts';
import type { Forecast } from '#planner/forecast-result.ts';
import type { Recommendation } from '#planner/recommend.ts';
import { noteRunTime } from '#records/run-times.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { inspectors } from '../fakes/inspect-handle.fixture.ts';
import { Capabilities, rateCapability } from './capabilities.svelte.ts';
import type { DeviceReport } from './device-report.ts';

vi.mock('#bridge/inspect-handle.ts', () => import('../fakes/inspect-handle.fixture.ts'));
vi.mock('./cached-device-profile.svelte.ts', () => ({ cachedDeviceProfile: { profile: null } }));
vi.mock('#records/forecast-records.ts', () => ({ listForecastChecks: async () => [] }));

function createForecast(expectedMs: number): Forecast {
  const range = { expectedMs, lowMs: expectedMs / 2, highMs: expectedMs * 2 };
  return { known: true, per: 'run', groups: [], basis: 'calibrated', runIs: { code: 'per-run' }, ...range };
}
const createRating = (expectedMs: number) => ({
  fit: { verdict: 'fits' as const },
  forecast: createForecast(expectedMs),
});

const speeds = Object.fromEntries(
  ['matmulOneThread', 'matmulThreads', 'matmulGpu', 'dispatch', 'copy'].map((id) => [id, { missing: 'failed' }]),
);

// Real time is 30 frames per second, and a tenth of that is slow; reading speed is 10 tokens per second.
test.each([
  ['detection', 25, 'yes'],
  ['detection', 100, 'slow'],
  ['detection', 400, 'no'],
  ['chat', 50, 'yes'],
  ['chat', 500, 'slow'],
] as const)('%s at %i ms per run has the verdict %s', (id, ms, verdict) => {
  expect(rateCapability(id, createRating(ms), {})).toEqual({
    id,
    verdict,
    perS: { expected: 1000 / ms, low: 500 / ms, high: 2000 / ms },
    measuredRuns: null,
  });
});

test('the verdict is no if the model does not fit, and unknown without undisturbed measurements', () => {
  expect(rateCapability('chat', { fit: { verdict: 'does-not-fit' }, forecast: null }, {}).verdict).toBe('no');
  expect(rateCapability('chat', { fit: { verdict: 'fits' }, forecast: null }, {}).verdict).toBe('not-measured');
  expect(rateCapability('detection', createRating(25), { isDisturbed: true })).toMatchObject({
    verdict: 'disturbed',
    perS: null,
  });
});

test('each capability uses the fastest forecast of its model, and the worker is closed', async () => {
  vi.stubGlobal('document', { baseURI: 'https://assay.test/' });
  const capabilities = new Capabilities();
  expect(capabilities.list.map(({ verdict }) => verdict)).toEqual(['pending', 'pending', 'pending', 'pending']);
  const loading = capabilities.load({ facts: { threads: 2, gpu: null }, speeds } as unknown as DeviceReport);
  await flushPromises();
  const inspector = inspectors.at(-1)!;
  inspector.unreadRatings.at(-1)?.answer([null]);
  const unknown = { fit: { verdict: 'fits' }, forecast: { known: false, why: 'device-not-measured' } };
  for (const ms of [20, 200, 2000]) {
    await flushPromises();
    inspector.reads.at(-1)?.answer({} as Inspection);
    await flushPromises();
    const candidates = [unknown, createRating(2 * ms), createRating(ms)];
    inspector.recommendations.at(-1)?.answer({ candidates } as unknown as Recommendation);
  }
  await loading;
  expect(inspector.reads.map(({ request }) => request)).toEqual([
    'https://assay.test/models/centernet/centernet.json',
    'conv',
    'encoder',
  ]);
  expect(capabilities.list.map(({ id, verdict, perS }) => [id, verdict, perS?.expected])).toEqual([
    ['chat', 'not-measured', undefined],
    ['detection', 'yes', 50],
    ['classification', 'slow', 5],
    ['embedding', 'no', 0.5],
  ]);
  expect(inspector.isClosed).toBe(true);
});

test('if one model cannot be read, the other capabilities are still computed', async () => {
  vi.stubGlobal('document', { baseURI: 'https://assay.test/' });
  const speeds = Object.fromEntries(
    ['matmulOneThread', 'matmulThreads', 'matmulGpu', 'dispatch', 'copy'].map((id) => [id, { missing: 'too-slow' }]),
  );
  const capabilities = new Capabilities();
  const loading = capabilities.load({ facts: { threads: 2, gpu: null }, speeds } as unknown as DeviceReport);
  await flushPromises();
  const inspector = inspectors.at(-1)!;
  inspector.unreadRatings.at(-1)?.answer([null]);
  await flushPromises();
  inspector.reads.at(-1)?.fail(new AppError('internal', { why: 'unreachable' }));
  for (let workload = 0; workload < 2; workload++) {
    await flushPromises();
    inspector.reads.at(-1)?.answer({} as Inspection);
    await flushPromises();
    inspector.recommendations.at(-1)?.answer({ candidates: [createRating(20)] } as unknown as Recommendation);
  }
  await expect(loading).rejects.toMatchObject({ code: 'internal' });
  expect(capabilities.list.map(({ verdict }) => verdict)).toEqual(['not-measured', 'not-measured', 'yes', 'yes']);
});

test('live detection shows the rate that was measured on the Run page, also without a forecast', async () => {
  vi.stubGlobal('document', { baseURI: 'https://assay.test/' });
  const items = new Map<string, string>();
  const localStorage = { getItem: (key: string) => items.get(key) ?? null, setItem: items.set.bind(items) };
  vi.stubGlobal('localStorage', localStorage);
  for (const ms of [40, 20, 50]) noteRunTime('centernet', ms);
  const capabilities = new Capabilities();
  const loading = capabilities.load({ facts: { threads: 2, gpu: null }, speeds } as unknown as DeviceReport);
  await flushPromises();
  const inspector = inspectors.at(-1)!;
  inspector.unreadRatings.at(-1)?.answer([null]);
  for (let model = 0; model < 3; model++) {
    await flushPromises();
    inspector.reads.at(-1)?.answer({} as Inspection);
    await flushPromises();
    inspector.recommendations.at(-1)?.answer({ candidates: [] } as unknown as Recommendation);
  }
  await loading;
  expect(capabilities.list.map(({ id, verdict, measuredRuns }) => [id, verdict, measuredRuns])).toEqual([
    ['chat', 'not-measured', null],
    ['detection', 'slow', 3],
    ['classification', 'not-measured', null],
    ['embedding', 'not-measured', null],
  ]);
  expect(capabilities.list[1]?.perS).toEqual({ expected: 25, low: 20, high: 50 });
});
