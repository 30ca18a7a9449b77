import { expect, test } from 'vitest';
import { judgeTrial, type Trial } from './trial.ts';

test('the accuracy target must be reached by the lower end of the interval, others by the upper end', () => {
  const figure = (value: number) => ({ value, interval: [value - 0.1, value + 0.1] as const });
  const trial: Trial = { before: figure(0.4), after: figure(0.8), gain: null, outputs: 'not-compared', gates: null };
  expect(judgeTrial('accuracy', trial, 0.7)).toBe('target-met');
  expect(judgeTrial('accuracy', trial, 0.75)).toBe('not-measured');
  const worse: Trial = { ...trial, before: figure(0.8), after: figure(0.4) };
  expect(judgeTrial('errors', worse, 0.5)).toBe('target-met');
  expect(judgeTrial('errors', worse, 0.45)).toBe('not-measured');
});
