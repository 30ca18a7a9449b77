import { expect, test } from 'vitest';
import { connectOwnPage, send, startTestGateway } from './gateway.fixture.ts';
import type { Connection } from './connection.ts';

const text = 'x'.repeat(64 << 10);

test('sending waits while a page does not read, and continues when it reads again', async () => {
  let sent = 0;
  let isWaiting = false;
  const companion = await startTestGateway({ onConnection: ({ connection }) => sendUntilClosed(connection) });
  async function sendUntilClosed(connection: Connection): Promise<void> {
    while (connection.isOpen) {
      connection.send({ type: 'text', id: 1, text });
      sent++;
      isWaiting = true;
      await connection.waitForDrain(); // returns at once below the limit
      isWaiting = false;
      await new Promise(setImmediate);
    }
  }
  const page = await connectOwnPage(companion);
  page.socket.pause();
  await expect.poll(() => isWaiting).toBe(true);
  const sentBefore = sent;
  expect((await send(companion.port, '/companion/none')).status).toBe(404); // other clients are served in the meantime
  expect(sent).toBe(sentBefore);
  page.socket.resume();
  await expect.poll(() => sent).toBeGreaterThan(sentBefore);
  page.socket.terminate();
  await companion.close();
});
