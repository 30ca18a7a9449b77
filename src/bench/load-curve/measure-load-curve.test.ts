import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { FakeClock } from '../measure/fake-session.fixture.ts';
import { findKnee, type LoadSeries } from './load-curve.ts';
import { measureLoadCurve, type LoadedSession } from './measure-load-curve.ts';

const request: BenchRequest = { subject: { kind: 'files', files: [] }, engine: 'ort', effort: 'quick' };
const createSpec = (first: string | number) => ({ name: 'x', dtype: 'float32', shape: [first, 3] }) as const;

/**
 * Creates a server that batches the calls received since its last run; a run takes 10 ms plus 1 ms per row.
 * @param maxRows the limit above which a call fails
 */
function createBatchingSession(
  clock: FakeClock,
  { first = 'n' as string | number, canOverlap = true, maxRows = 64 } = {},
) {
  let pendingCalls: { readonly rows: number; readonly resolve: () => void }[] = [];
  const serve = () => {
    const calls = pendingCalls;
    pendingCalls = [];
    clock.advance(10 + calls.reduce((sum, { rows }) => sum + rows, 0));
    for (const { resolve } of calls) resolve();
  };
  const session: LoadedSession = {
    facts: { inputs: [createSpec(first)], outputs: [{ ...createSpec(first), name: 'y' }] },
    canOverlap,
    run: (inputs: Tensors) => {
      const rows = inputs['x']!.shape[0]!;
      if (rows > maxRows) return Promise.reject(new AppError('out-of-memory', { engine: 'ort' }));
      if (pendingCalls.length === 0) setImmediate(serve);
      return new Promise<void>((resolve) => pendingCalls.push({ rows, resolve }));
    },
  };
  return session;
}

async function measureCurve(session: LoadedSession, clock: FakeClock) {
  return measureLoadCurve(session, request, { onProgress: () => {}, now: () => clock.now() });
}

test('measures the throughput and latency of a server that takes 10 ms plus 1 ms per input', async () => {
  const clock = new FakeClock();
  const curve = await measureCurve(createBatchingSession(clock), clock);
  const [batch, concurrency] = [curve.batch as LoadSeries, curve.concurrency as LoadSeries];
  for (const { points, knee } of [batch, concurrency]) {
    for (const { size, inputsPerS, medianMs } of points) {
      expect(medianMs).toBeCloseTo(10 + size, 1);
      expect(inputsPerS / ((1000 * size) / (10 + size))).toBeCloseTo(1, 1);
    }
    // Calculated manually: size / (10 + size)^2 is largest at 10, and larger at 8 (0.0247) than at 16 (0.0237).
    expect(knee.size).toBe(8);
    expect(knee.power).toBeCloseTo((1000 * 8) / 18 ** 2, 0);
  }
  expect(batch.points.map(({ size }) => size)).toEqual([1, 2, 4, 8, 16, 32]);
  expect(concurrency.points.map(({ size }) => size)).toEqual([1, 2, 4, 8, 16]);
});

test('reports the reason for a series that is not measured', async () => {
  const clock = new FakeClock();
  const fixed = await measureCurve(createBatchingSession(clock, { first: 1 }), clock);
  expect(fixed.batch).toEqual({ notMeasured: 'no-batch-axis' });
  expect(fixed.concurrency).toMatchObject({ knee: { size: 8 } });
  const inPage = await measureCurve(createBatchingSession(clock, { canOverlap: false }), clock);
  expect(inPage.concurrency).toEqual({ notMeasured: 'one-call-at-a-time' });
});

test('ends a series at the first size that fails, and fails if the smallest one does', async () => {
  const clock = new FakeClock();
  const { batch } = await measureCurve(createBatchingSession(clock, { maxRows: 4 }), clock);
  expect(batch).toMatchObject({ ended: { size: 8, code: 'out-of-memory' } });
  expect((batch as LoadSeries).points).toHaveLength(3);
  await expect(measureCurve(createBatchingSession(clock, { maxRows: 0 }), clock)).rejects.toMatchObject({
    code: 'out-of-memory',
  });
});

test('finds the knee of a sequential server at one call', () => {
  const points = [1, 2, 4].map((size) => ({ size, inputsPerS: 100, medianMs: 10 * size, p95: { needs: 130 }, n: 50 }));
  expect(findKnee(points)).toEqual({ size: 1, power: 10 });
});
