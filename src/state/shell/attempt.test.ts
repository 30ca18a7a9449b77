import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { attempt } from './attempt.ts';

const earlierError = new AppError('out-of-memory');

test('an earlier error is cleared before the action, and stays cleared if it succeeds', async () => {
  const state: Parameters<typeof attempt>[0] = { error: earlierError };
  const errorsDuringAction: unknown[] = [];
  expect(await attempt(state, async () => void errorsDuringAction.push(state.error))).toBe(true);
  expect(errorsDuringAction).toEqual([null]);
  expect(state.error).toBeNull();
});

test('anything thrown is shown as an AppError', async () => {
  const state: Parameters<typeof attempt>[0] = { error: earlierError };
  expect(await attempt(state, () => Promise.reject(new AppError('input-blank')))).toBe(false);
  expect(state.error).toMatchObject({ code: 'input-blank' });
  const throwsAtOnce = () => {
    throw new TypeError('no such element');
  };
  expect(await attempt(state, throwsAtOnce)).toBe(false);
  expect(state.error).toMatchObject({ code: 'internal', facts: { why: 'no such element' } });
});

test('the error of an action that was aborted meanwhile does not replace the error of its successor', async () => {
  const state: Parameters<typeof attempt>[0] = { error: null };
  const controller = new AbortController();
  const failed = attempt(
    state,
    async () => {
      controller.abort();
      state.error = earlierError; // of the successor
      throw new AppError('aborted');
    },
    controller.signal,
  );
  expect(await failed).toBe(false);
  expect(state.error).toBe(earlierError);
});
