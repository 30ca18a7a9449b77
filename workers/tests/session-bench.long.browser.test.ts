import { expect, test } from 'vitest';
import { openSession } from '#bridge/session-handle.ts';
import type { Progress } from '#core/report/progress.ts';
import { findWebgpuFault } from '#runtimes/webgpu-adapter.ts';
import { createDoublingModel } from './doubling-model.fixture.ts';

// `npm test` measures it on the Bench page (`e2e/bench.spec.ts`).
test('the outputs of a measured standard workload agree with the stored reference', async () => {
  const reports: Progress[] = [];
  const before = Date.now();
  const subject = { kind: 'workload', id: 'conv' } as const;
  const request = { subject, engine: 'ort', device: 'wasm', threads: 1, effort: 'quick' } as const;
  const session = await openSession({ subject, engine: 'ort', options: { devices: ['wasm'], threads: 1 } });
  const measured = await session.bench(request, { onProgress: (progress) => reports.push(progress) });
  session.close();
  const [cell] = measured.cells;
  expect(cell?.agreement).toMatchObject({ verdict: 'expected', metric: 'cosine' });
  expect(cell!.steady.samplesMs.length).toBeGreaterThanOrEqual(3);
  expect(cell!.steady.medianMs).toBeGreaterThan(0);
  expect(cell!.firstMs).toBeGreaterThan(0);
  expect(measured.spans[0]).toHaveLength(cell!.steady.samplesMs.length);
  // Spans use the worker's time origin, and the wall clock may have been adjusted since then.
  const toleranceMs = 1000;
  for (const [start, end] of measured.spans[0]!) {
    expect(start).toBeGreaterThan(before - toleranceMs);
    expect(end).toBeGreaterThan(start);
    expect(end).toBeLessThan(Date.now() + toleranceMs);
  }
  expect(new Set(reports.map(({ phase }) => phase))).toEqual(new Set(['first', 'warm-up', 'steady', 'check']));
});

test('R22: the unoptimised graph of a user-supplied model has no reference', async () => {
  const subject = { kind: 'files', files: [createDoublingModel()] } as const;
  const session = await openSession({ subject, engine: 'ort', options: { devices: ['wasm'], threads: 1 } });
  try {
    const request = { subject, engine: 'ort', device: 'wasm', threads: 1, effort: 'quick' } as const;
    const unoptimised = { ...request, dimensions: { length: 64 }, graphOptimisation: 'disabled' } as const;
    const { cells } = await session.bench(unoptimised);
    expect(cells[0]?.agreement).toEqual({ verdict: 'not-measured', why: 'no-reference' });
  } finally {
    session.close();
  }
});

test('R22: a user-supplied model on another device is compared with wasm', async (context) => {
  const fault = await findWebgpuFault();
  if (fault) context.skip(fault.reason);
  const subject = { kind: 'files', files: [createDoublingModel()] } as const;
  const session = await openSession({ subject, engine: 'ort', options: { devices: ['webgpu'] } });
  try {
    const dimensions = { length: 64 };
    const measured = await session.bench({ subject, engine: 'ort', device: 'webgpu', effort: 'quick', dimensions });
    expect(measured.cells[0]?.agreement).toMatchObject({ verdict: 'identical', reference: 'this-device-wasm' });
  } finally {
    session.close();
  }
});
