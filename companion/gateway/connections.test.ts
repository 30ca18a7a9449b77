import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openConnections, countOpen } from './connections.fixture.ts';
import { connectOwnPage, send, startTestGateway, type TestGateway } from './gateway.fixture.ts';
import { limits } from './limits.ts';

let companion: TestGateway;

beforeAll(async () => {
  vi.spyOn(limits, 'headersMs', 'get').mockReturnValue(500 as never); // shortened from five seconds
  companion = await startTestGateway();
});
afterAll(async () => {
  await companion.close();
  vi.restoreAllMocks();
});

test('connections beyond the limit are closed, while a connected page is still served', async () => {
  const page = await connectOwnPage(companion);
  const sockets = await openConnections(companion.port, 400, 'GET / HTTP/1.1\r\n');
  await expect.poll(() => countOpen(sockets)).toBeLessThanOrEqual(limits.maxConnections);
  page.socket.send('{');
  expect(await page.next()).toMatchObject({ type: 'error' });
  for (const socket of sockets) socket.destroy();
  await expect
    .poll(() =>
      send(companion.port, '/').then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
  page.socket.close();
});

test('a request whose headers arrive byte by byte is ended (slow loris)', async () => {
  const socket = connect(companion.port, '127.0.0.1');
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()).on('error', () => resolve()));
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
  const bytes =
    'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
  let offset = 0;
  const timer = setInterval(() => socket.write(bytes[offset++ % bytes.length]!), 200);
  await closed;
  clearInterval(timer);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
});
