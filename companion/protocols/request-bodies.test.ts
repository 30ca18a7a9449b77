import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { RequestBodies } from './request-bodies.ts';

const request = (...chunks: string[]) =>
  Object.assign(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), {
    headers: {},
  }) as unknown as IncomingMessage;

test('the bodies of all requests together are limited, and the memory of an answered one is free again', async () => {
  const bodies = new RequestBodies(10);
  let answer = () => {};
  const first = bodies.use(request('1234', '5678'), 8, () => new Promise<void>((resolve) => (answer = resolve)));
  await new Promise(setImmediate);
  const second = () => bodies.use(request('123'), 8, async (body) => body.toString());
  await expect(second()).rejects.toMatchObject({ facts: { reason: 'requests-too-large' } });
  answer();
  await first;
  expect(await second()).toBe('123');
});

test('a body beyond its limit is rejected before it is read completely', async () => {
  const read: string[] = [];
  const endless = async function* () {
    for (;;) {
      read.push('1234');
      yield Buffer.from('1234');
    }
  };
  const sent = Object.assign(Readable.from(endless()), { headers: {} }) as unknown as IncomingMessage;
  await expect(new RequestBodies().use(sent, 10, async () => {})).rejects.toMatchObject({
    facts: { reason: 'body-too-large', maxBytes: 10 },
  });
  expect(read.length).toBeLessThan(40);
});
