import { expect, test } from 'vitest';
import { withBenchLock } from './bench-lock.ts';

const never = new AbortController().signal;

test('a second measurement reports that it waits, and starts when the first has ended', async () => {
  const order: string[] = [];
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const first = withBenchLock({ signal: never, onWait: () => order.push('first waits') }, async () => {
    begin();
    await ended;
    order.push('first');
  });
  await begun;
  const second = withBenchLock({ signal: never, onWait: end }, async () => {
    order.push('second');
  });
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
});

test('an aborted measurement in the queue does not start', async () => {
  const stop = new AbortController();
  const order: string[] = [];
  await withBenchLock({ signal: never, onWait: () => {} }, async () => {
    const waiting = withBenchLock({ signal: stop.signal, onWait: () => stop.abort() }, async () => {
      order.push('ran');
    });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
  expect(order).toEqual([]);
});
