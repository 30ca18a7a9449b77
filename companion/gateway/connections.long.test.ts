import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { openConnections, countOpen } from './connections.fixture.ts';
import { connectOwnPage, send, startTestGateway } from './gateway.fixture.ts';
import { limits } from './limits.ts';

test('of 10,000 connections, those beyond the limit are closed', async () => {
  const companion = await startTestGateway();
  const page = await connectOwnPage(companion);
  const sockets: Socket[] = [];
  for (let round = 0; round < 10; round++) {
    sockets.push(...(await openConnections(companion.port, 1000, 'GET /companion/socket HTTP/1.1\r\n')));
    page.socket.send('{');
    expect(await page.next()).toMatchObject({ type: 'error' });
    await expect.poll(() => countOpen(sockets)).toBeLessThanOrEqual(limits.maxConnections);
  }
  expect(sockets).toHaveLength(10_000);
  // Open connections are closed when no headers arrive.
  await expect.poll(() => countOpen(sockets), { timeout: 60_000 }).toBe(0);
  expect(await send(companion.port, '/')).toMatchObject({ status: 200 });
  await companion.close();
});
