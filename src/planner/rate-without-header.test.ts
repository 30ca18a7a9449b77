import { expect, test } from 'vitest';
import { rateUnread } from './rate-without-header.ts';
import { createSampleProfile } from './sample-facts.fixture.ts';

const small = { path: 'small-Q4_K_M.gguf', sizeBytes: 105_000_000, parameters: 135_000_000 };
const kernel = {
  type: 'Q4_K',
  threads: 1,
  promptMs: 1,
  promptWeights: 10_000_000,
  generationMs: 2,
  generationWeights: 10_000_000,
};
const measured = createSampleProfile({ threads: 1, heapBytes: 2 ** 32, textKernels: [kernel] });

test('forecasts a small language model from its parameters and the measured kernel', () => {
  const rated = rateUnread(small, measured, {});
  expect(rated?.fit?.verdict).toBe('fits');
  expect(rated?.forecast).toMatchObject({ known: true, per: 'token', basis: 'kernels' });
  const expectedMs = rated?.forecast?.known ? rated.forecast.expectedMs : 0;
  expect(expectedMs).toBeGreaterThan(27); // 135 M weights at 0.2 ns, in addition to reading them from memory
  expect(expectedMs).toBeLessThan(60);
});

test('a model larger than the memory does not fit', () => {
  expect(rateUnread({ ...small, sizeBytes: 2 ** 33 }, measured, {})?.fit?.verdict).toBe('does-not-fit');
});

test('has no calibrated forecast without a measured kernel or a number of parameters', () => {
  expect(rateUnread(small, createSampleProfile(), {})?.forecast).toMatchObject({ known: true, basis: 'uncalibrated' });
  expect(rateUnread({ ...small, parameters: null }, measured, {})?.forecast).toMatchObject({ known: false });
});

test('a file that is not a model has no rating', () => {
  expect(rateUnread({ ...small, path: 'README.md' }, measured, {})).toBeNull();
});
