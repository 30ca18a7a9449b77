import { expect, test } from 'vitest';
import { createSampleProfile } from './sample-facts.fixture.ts';
import { findFastestThreadCount } from './fastest-thread-count.ts';

const createKernel = (threads: number, ms: number) => ({
  type: 'Q4_K',
  threads,
  promptMs: ms,
  promptWeights: 1,
  generationMs: ms,
  generationWeights: 1,
});

test('tensor engines use all threads if these were measured to be faster, else one', () => {
  expect(
    findFastestThreadCount(createSampleProfile({ threads: 8, gflopsOneThread: 10, gflopsThreads: 20 }), 'tensor'),
  ).toBe(8);
  expect(
    findFastestThreadCount(createSampleProfile({ threads: 8, gflopsOneThread: 10, gflopsThreads: 9 }), 'tensor'),
  ).toBe(1);
});

test('text engines use the number of threads on which the same weights were fastest', () => {
  const fastestFor = (...textKernels: ReturnType<typeof createKernel>[]) =>
    findFastestThreadCount(createSampleProfile({ textKernels }), 'text');
  expect(fastestFor(createKernel(1, 4), createKernel(4, 1), createKernel(8, 2))).toBe(4);
  expect(fastestFor(createKernel(1, 4), createKernel(2, 9))).toBe(1);
});

test('the fastest thread count is null if not measured, or measured on a busy device', () => {
  expect(findFastestThreadCount(createSampleProfile({ gflopsThreads: 9, isDisturbed: true }), 'tensor')).toBeNull();
  expect(findFastestThreadCount(createSampleProfile({ gflopsThreads: null }), 'tensor')).toBeNull();
  expect(findFastestThreadCount(createSampleProfile({ textKernels: [createKernel(1, 4)] }), 'text')).toBeNull();
});
