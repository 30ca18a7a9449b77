import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { delay, withTimeout } from './delay.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('rejects an aborted delay and clears its timer', async () => {
  const stop = new AbortController();
  const waiting = delay(1000, stop.signal);
  expect(vi.getTimerCount()).toBe(1);
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
  expect(vi.getTimerCount()).toBe(0);
});

test('rejects a delay with an aborted signal immediately, without a timer', async () => {
  await expect(delay(1000, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
  expect(vi.getTimerCount()).toBe(0);
});

test('clears the timer of a call that settles in time', async () => {
  expect(await withTimeout(Promise.resolve('value'), 1000, null)).toBe('value');
  await expect(withTimeout(Promise.reject(new Error('no')), 1000, null)).rejects.toThrow('no');
  expect(vi.getTimerCount()).toBe(0);
});

test('resolves a call that never settles to the fallback after the timeout', async () => {
  const waiting = withTimeout(new Promise<string>(() => {}), 1000, null);
  await vi.advanceTimersByTimeAsync(999);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await waiting).toBeNull();
});
