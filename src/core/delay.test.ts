import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { delay, withTimeout } from './delay.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('aborting a delay rejects it with aborted and clears its timer', async () => {
  const stop = new AbortController();
  const waiting = delay(1000, stop.signal);
  expect(vi.getTimerCount()).toBe(1);
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
  expect(vi.getTimerCount()).toBe(0);
});

test('a delay with an aborted signal rejects immediately and sets no timer', async () => {
  await expect(delay(1000, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
  expect(vi.getTimerCount()).toBe(0);
});

test('a call that settles in time clears its timer, whether it resolves or rejects', async () => {
  expect(await withTimeout(Promise.resolve('value'), 1000, null)).toBe('value');
  await expect(withTimeout(Promise.reject(new Error('no')), 1000, null)).rejects.toThrow('no');
  expect(vi.getTimerCount()).toBe(0);
});

test('a call that never settles resolves to the fallback after the timeout', async () => {
  const waiting = withTimeout(new Promise<string>(() => {}), 1000, null);
  await vi.advanceTimersByTimeAsync(999);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await waiting).toBeNull();
});
