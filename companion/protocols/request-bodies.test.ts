import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { RequestBodies } from './request-bodies.ts';

const createRequest = (...chunks: string[]) =>
  Object.assign(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), {
    headers: {},
  }) as unknown as IncomingMessage;

test('limits the total size of bodies, and frees the memory of an answered request', async () => {
  const bodies = new RequestBodies(10);
  let answer = () => {};
  const first = bodies.withBody(
    createRequest('1234', '5678'),
    8,
    () => new Promise<void>((resolve) => (answer = resolve)),
  );
  await new Promise(setImmediate);
  const second = () => bodies.withBody(createRequest('123'), 8, async (body) => body.toString());
  await expect(second()).rejects.toMatchObject({ facts: { reason: 'requests-too-large' } });
  answer();
  await first;
  expect(await second()).toBe('123');
});

test('rejects a body that is too large before it is read completely', async () => {
  const readChunks: string[] = [];
  const endless = async function* () {
    for (;;) {
      readChunks.push('1234');
      yield Buffer.from('1234');
    }
  };
  const endlessRequest = Object.assign(Readable.from(endless()), { headers: {} }) as unknown as IncomingMessage;
  await expect(new RequestBodies().withBody(endlessRequest, 10, async () => {})).rejects.toMatchObject({
    facts: { reason: 'body-too-large', maxBytes: 10 },
  });
  expect(readChunks.length).toBeLessThan(40);
});
