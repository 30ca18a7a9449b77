import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectOwnPage, createHello, startTestGateway, TestPage, type TestGateway } from './gateway.fixture.ts';
import { limits } from './limits.ts';

let companion: TestGateway;

beforeAll(async () => {
  companion = await startTestGateway();
});
afterAll(() => companion.close());

const createTokenHello = (value: string) => createHello({ kind: 'token', token: value });
const wrongToken = Buffer.alloc(32, 7).toString('base64');

describe('the upgrade of a WebSocket', () => {
  test.each([
    ['another site', 'https://evil.example'],
    ['null', 'null'],
    ['none', undefined],
    ['another port', 'http://127.0.0.1:1'],
    ['another name', 'http://127.0.0.1.evil.example'],
    ['a port that overflows', 'http://127.0.0.1:99999999999'],
    ['upper case', 'HTTP://LOCALHOST'],
  ])('an upgrade is rejected with 403 for the origin of %s', async (_, origin) => {
    const page = new TestPage(companion.port, origin === undefined ? {} : { origin });
    expect(await page.closed).toEqual({ status: 403 });
  });

  test('an upgrade is rejected for the own origin followed by other text, and for https', async () => {
    for (const origin of [
      `${companion.origin}.evil.example`,
      `${companion.origin}/`,
      companion.origin.replace('http:', 'https:'),
    ]) {
      expect(await new TestPage(companion.port, { origin }).closed).toEqual({ status: 403 });
    }
  });

  test('an upgrade is rejected for another host or path', async () => {
    const { port, origin } = companion;
    expect(await new TestPage(port, { origin, headers: { host: `evil.example:${port}` } }).closed).toEqual({
      status: 403,
    });
    expect(await new TestPage(port, { origin }, '/companion/token').closed).toEqual({ status: 403 });
    expect(await new TestPage(port, { origin }, '/companion/socket/x').closed).toEqual({ status: 403 });
  });

  test('an upgrade is accepted for each name of this machine', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      const host = `${name}:${companion.port}`;
      const page = await new TestPage(companion.port, { origin: `http://${host}`, headers: { host } }).waitForOpen();
      expect(await page.ask(createTokenHello(await companion.obtainToken()))).toMatchObject({
        type: 'welcome',
        version: 1,
      });
      page.socket.close();
    }
  });
});

describe('the first message', () => {
  test.each<[string, object, object]>([
    [
      'a wrong token',
      createTokenHello(wrongToken),
      { code: 'companion-rejected', facts: { reason: 'not-authenticated' } },
    ],
    [
      'no hello',
      { type: 'list-models', id: 1 },
      { code: 'companion-rejected', facts: { reason: 'not-authenticated' } },
    ],
    [
      'only newer versions of the protocol',
      { ...createTokenHello(wrongToken), versions: { min: 99, max: 99 } },
      { code: 'companion-rejected', facts: { reason: 'companion-too-old', version: 1, min: 99 } },
    ],
    [
      'only older versions of the protocol',
      { ...createTokenHello(wrongToken), versions: { min: 0, max: 0 } },
      { code: 'companion-rejected', facts: { reason: 'page-too-old', version: 0, min: 1 } },
    ],
  ])('a first message with %s is answered with the reason, and the connection is closed', async (_, message, error) => {
    const page = await new TestPage(companion.port).waitForOpen();
    expect(await page.ask(message)).toMatchObject({ type: 'error', id: null, ...error });
    expect(await page.closed).toEqual({ code: 4401 });
  });

  test('the token cannot be used at another origin, even one that is being paired', async () => {
    expect(companion.gateway.createLinkHash()).toMatch(/^#\/\?pair=/);
    const page = new TestPage(companion.port, { origin: 'https://evil.example' });
    expect(await page.closed).toEqual({ status: 403 });
  });

  test('a first message larger than 64 KiB ends the connection', async () => {
    const page = await new TestPage(companion.port).waitForOpen();
    page.socket.send(Buffer.alloc(limits.maxUnauthenticatedBytes + 1));
    expect(await page.closed).toEqual({ code: 1006 });
  });

  test('a connection without a first message ends after its time limit', async () => {
    vi.spyOn(limits, 'authenticationMs', 'get').mockReturnValueOnce(100 as never); // shortened from five seconds
    const page = await new TestPage(companion.port).waitForOpen();
    expect(await page.closed).toEqual({ code: 1006 });
    vi.restoreAllMocks();
  });
});

test('the 17th unauthenticated connection is rejected, and a connected page is still served', async () => {
  const page = await connectOwnPage(companion);
  const waiting = await Promise.all(
    Array.from({ length: limits.maxUnauthenticated }, () => new TestPage(companion.port).waitForOpen()),
  );
  expect(await new TestPage(companion.port).closed).toEqual({ status: 503 });
  expect(page.socket.readyState).toBe(page.socket.OPEN);
  for (const entry of waiting) entry.socket.terminate();
  await Promise.all(waiting.map((connection) => connection.closed));
  await expect.poll(async () => (await connectOwnPage(companion)).socket.readyState).toBe(1);
});

describe('a message of an authenticated page', () => {
  test.each<[string, string | Buffer, object]>([
    ['that is not JSON', '{', { id: null, code: 'message-invalid', facts: { reason: 'message-not-json' } }],
    ['of an unknown type', '{"type":"exec","id":5}', { id: null, facts: { reason: 'message-type', type: 'exec' } }],
    [
      'with an invalid field',
      '{"type":"close","id":5}',
      { id: 5, facts: { reason: 'message-field', field: 'session' } },
    ],
    ['of random bytes', Buffer.alloc(64, 0xa5), { id: null, facts: { reason: 'frame-other-format' } }],
    ['of no bytes', Buffer.alloc(0), { id: null, facts: { reason: 'frame-length' } }],
  ])('a message %s is answered with an error, and the connection stays open', async (_, data, error) => {
    const page = await connectOwnPage(companion);
    page.socket.send(data);
    expect(await page.next()).toMatchObject({ type: 'error', ...error });
    page.socket.send(data);
    expect(await page.next()).toMatchObject({ type: 'error' });
    page.socket.close();
  });

  test('100 invalid messages close the connection', async () => {
    const page = await connectOwnPage(companion);
    for (let round = 0; round <= limits.maxFaults; round++) page.socket.send('{');
    expect(await page.closed).toEqual({ code: 1008 });
  });
});

test('an error while a page is served is reported and ends only its connection', async () => {
  const faulty = await startTestGateway({ onConnection: () => Promise.reject(new Error('no engines')) });
  for (let round = 0; round < 2; round++) {
    const page = await connectOwnPage(faulty);
    expect(await page.next()).toMatchObject({
      type: 'error',
      id: null,
      code: 'internal',
      facts: { why: 'no engines' },
    });
    expect(await page.closed).toEqual({ code: 1001 });
  }
  expect(faulty.log.at(-1)).toEqual({ event: 'failed', why: 'Error: no engines' });
  await faulty.close();
});

test('a folder of paired pages that cannot be read ends the connection, and is reported', async () => {
  const other = await startTestGateway();
  await writeFile(join(other.folder, 'pages'), ''); // a file in place of the folder
  const { closed } = new TestPage(other.port, { origin: 'https://assay.example' });
  expect(await closed).toEqual({ error: 'socket hang up' });
  expect(other.log.at(-1)).toMatchObject({ event: 'failed', why: expect.stringContaining('ENOTDIR') });
  expect(await connectOwnPage(other)).toBeDefined();
  await other.close();
});

/** A socket after a handshake by hand and the hello message, on which frames can be written byte by byte. */
async function openRawConnection() {
  const socket = connect(companion.port, '127.0.0.1');
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()).on('error', () => resolve()));
  const head = [
    'GET /companion/socket HTTP/1.1',
    `Host: 127.0.0.1:${companion.port}`,
    `Origin: ${companion.origin}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  const text = Buffer.from(JSON.stringify(createTokenHello(await companion.obtainToken())));
  socket.write(Buffer.concat([Buffer.of(0x81, 0x80 | 126, text.length >> 8, text.length & 255, 0, 0, 0, 0), text]));
  await new Promise((resolve) => socket.once('data', resolve)); // welcome
  return { socket, closed };
}

/** The header of a binary frame with a mask of zeros (RFC 6455, 5.2). */
const createFrameHeader = (length: bigint) => {
  const header = Buffer.alloc(14);
  header.set([0x82, 0x80 | 127]);
  header.writeBigUInt64BE(length, 2);
  return header;
};

test.each([2n ** 31n, 2n ** 40n, 2n ** 63n])(
  'a frame that states %s bytes ends the connection before any of them is sent',
  async (length) => {
    const { socket, closed } = await openRawConnection();
    socket.write(createFrameHeader(length));
    await closed;
  },
);

test('a frame without a mask or with reserved bits ends the connection', async () => {
  for (const bytes of [Buffer.of(0x82, 1, 0), Buffer.of(0xf2, 0x81, 0, 0, 0, 0, 0)]) {
    const { socket, closed } = await openRawConnection();
    socket.write(bytes);
    await closed;
  }
});

test('an incomplete frame does not affect other connections', async () => {
  const { socket } = await openRawConnection();
  socket.write(Buffer.concat([createFrameHeader(1_000_000n), Buffer.alloc(500_000)]));
  const page = await connectOwnPage(companion);
  page.socket.send('{');
  expect(await page.next()).toMatchObject({ type: 'error' });
  socket.destroy();
});
