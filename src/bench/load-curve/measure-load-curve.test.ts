import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { FakeClock } from '../measure/fake-session.fixture.ts';
import { findKnee, type LoadSeries } from './load-curve.ts';
import { measureLoadCurve, type LoadedSession } from './measure-load-curve.ts';

const request: BenchRequest = { subject: { kind: 'files', files: [] }, engine: 'ort', effort: 'quick' };
const spec = (first: string | number) => ({ name: 'x', dtype: 'float32', shape: [first, 3] }) as const;

/**
 * A server that answers all calls that have come since its last run in one run of 10 ms, and 1 ms more for each row.
 * @param maxRows it fails above
 */
function batchingSession(clock: FakeClock, { first = 'n' as string | number, canOverlap = true, maxRows = 64 } = {}) {
  let waiting: { readonly rows: number; readonly resolve: () => void }[] = [];
  const serve = () => {
    const served = waiting;
    waiting = [];
    clock.pass(10 + served.reduce((sum, { rows }) => sum + rows, 0));
    for (const { resolve } of served) resolve();
  };
  const session: LoadedSession = {
    facts: { inputs: [spec(first)], outputs: [{ ...spec(first), name: 'y' }] },
    canOverlap,
    run: (inputs: Tensors) => {
      const rows = inputs['x']!.shape[0]!;
      if (rows > maxRows) return Promise.reject(new AppError('out-of-memory', { engine: 'ort' }));
      if (waiting.length === 0) setImmediate(serve);
      return new Promise<void>((resolve) => waiting.push({ rows, resolve }));
    },
  };
  return session;
}

async function measureCurve(session: LoadedSession, clock: FakeClock) {
  return measureLoadCurve(session, request, { onProgress: () => {}, now: () => clock.now() });
}

test('throughput and latency match a server that takes 10 ms plus 1 ms per input', async () => {
  const clock = new FakeClock();
  const curve = await measureCurve(batchingSession(clock), clock);
  const [batch, concurrency] = [curve.batch as LoadSeries, curve.concurrency as LoadSeries];
  for (const { points, knee } of [batch, concurrency]) {
    for (const { size, inputsPerS, medianMs } of points) {
      expect(medianMs).toBeCloseTo(10 + size, 1);
      expect(inputsPerS / ((1000 * size) / (10 + size))).toBeCloseTo(1, 1);
    }
    // Computed by hand: size / (10 + size)^2 is largest at 10, and larger at 8 (0.0247) than at 16 (0.0237).
    expect(knee.size).toBe(8);
    expect(knee.power).toBeCloseTo((1000 * 8) / 18 ** 2, 0);
  }
  expect(batch.points.map(({ size }) => size)).toEqual([1, 2, 4, 8, 16, 32]);
  expect(concurrency.points.map(({ size }) => size)).toEqual([1, 2, 4, 8, 16]);
});

test('an unsupported series reports why it was not measured', async () => {
  const clock = new FakeClock();
  const fixed = await measureCurve(batchingSession(clock, { first: 1 }), clock);
  expect(fixed.batch).toEqual({ notMeasured: 'no-batch-axis' });
  expect(fixed.concurrency).toMatchObject({ knee: { size: 8 } });
  const inPage = await measureCurve(batchingSession(clock, { canOverlap: false }), clock);
  expect(inPage.concurrency).toEqual({ notMeasured: 'one-call-at-a-time' });
});

test('a series ends at the first size that fails; if the smallest fails, so does the measurement', async () => {
  const clock = new FakeClock();
  const { batch } = await measureCurve(batchingSession(clock, { maxRows: 4 }), clock);
  expect(batch).toMatchObject({ ended: { size: 8, code: 'out-of-memory' } });
  expect((batch as LoadSeries).points).toHaveLength(3);
  await expect(measureCurve(batchingSession(clock, { maxRows: 0 }), clock)).rejects.toMatchObject({
    code: 'out-of-memory',
  });
});

test('a server that handles calls sequentially has its knee at one call', () => {
  const points = [1, 2, 4].map((size) => ({ size, inputsPerS: 100, medianMs: 10 * size, p95: { needs: 130 }, n: 50 }));
  expect(findKnee(points)).toEqual({ size: 1, power: 10 });
});
