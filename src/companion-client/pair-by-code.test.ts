import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { WebSocketServer, WebSocket as NodeWebSocket } from 'ws';
import type { AddressInfo } from 'node:net';
import { createNonce, signTranscript } from '#protocol/handshake.ts';
import { toBase64 } from '#core/encoding/base64.ts';
import { startTestGateway, type TestGateway } from '../../companion/gateway/gateway.fixture.ts';
import { openPairing } from '../../companion/gateway/pairing/pairing.fixture.ts';
import { connect } from './connection.ts';
import { beginPairing } from './pair-by-code.ts';

const origin = 'https://assay.example';

/** A WebSocket that sends the page's origin, as a browser does. */
class PageWebSocket extends NodeWebSocket {
  constructor(url: string) {
    super(url, { origin });
    this.on('error', () => {}); // without a listener, Node exits
  }
}
beforeAll(() => void vi.stubGlobal('WebSocket', PageWebSocket));
afterAll(() => void vi.unstubAllGlobals());

let companion: TestGateway;
beforeEach(async () => void (companion = await startTestGateway()));
afterEach(() => companion.close());

const createAddress = (port = companion.port) => ({
  url: `ws://127.0.0.1:${port}/companion/socket`,
  origin,
  app: '0.0.0',
});
const never = new AbortController().signal;
const catchError = (call: Promise<unknown>) => call.then(() => null, (thrown: unknown) => thrown); // prettier-ignore
const matchError = (code: string, facts: object = {}) =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) });
const matchRejection = (reason: string, facts: object = {}) => matchError('companion-rejected', { reason, ...facts });

test('pairs a page after a wrong code, with a key that is not exportable', async () => {
  const command = await openPairing(companion);
  const attempt = await beginPairing(createAddress(), never);
  const code = await command.readCode();
  expect(await catchError(attempt.prove('0000-0000-0000'))).toEqual(matchRejection('code-wrong', { triesLeft: 4 }));
  const credential = await attempt.prove(` ${code.toLowerCase().replaceAll('-', ' ')} `);
  expect(credential.privateKey.extractable).toBe(false);
  const connection = await connect({ ...createAddress(), credential });
  expect(connection.welcome.scopes).toEqual(['read', 'run', 'manage']);
  connection.close();
});

test('does not answer a page of another site without assay pair', async () => {
  expect(await catchError(beginPairing(createAddress(), never))).toEqual(
    matchError('companion-unreachable', { reason: 'companion-not-found' }),
  );
});

test('ends the attempt after five wrong codes', async () => {
  await openPairing(companion);
  const attempt = await beginPairing(createAddress(), never);
  for (let triesLeft = 4; triesLeft >= 0; triesLeft--) {
    expect(await catchError(attempt.prove('wrong'))).toEqual(matchRejection('code-wrong', { triesLeft }));
  }
  expect(await attempt.ended).toEqual(matchRejection('code-wrong', { triesLeft: 0 }));
});

test('ends an attempt with code-expired when the pairing command ends', async () => {
  const command = await openPairing(companion);
  const attempt = await beginPairing(createAddress(), never);
  await command.readCode();
  command.end();
  expect(await attempt.ended).toEqual(matchRejection('code-expired'));
  expect(await catchError(attempt.prove('late'))).toEqual(matchRejection('code-expired'));
});

test('the user can cancel while the browser asks for permission', async () => {
  const silent = new WebSocketServer({ port: 0, host: '127.0.0.1', verifyClient: () => {} });
  await new Promise((resolve) => silent.once('listening', resolve));
  const controller = new AbortController();
  const pairing = catchError(beginPairing(createAddress((silent.address() as AddressInfo).port), controller.signal));
  controller.abort();
  expect(await pairing).toEqual(matchError('aborted'));
  silent.close();
});

test('detects another program on the port because it does not know the code', async () => {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const companionKey = toBase64(new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey)));
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const sendChallenge = async (socket: NodeWebSocket, hello: Buffer) => {
    const { auth } = JSON.parse(hello.toString()) as { auth: { publicKey: string; nonce: string } };
    const nonce = createNonce();
    const { publicKey: pageKey, nonce: pageNonce } = auth;
    const transcript = { origin, pageKey, pageNonce, companionKey, companionNonce: nonce };
    const signature = await signTranscript(keys.privateKey, 'companion-key', transcript);
    socket.once('message', (proof: Buffer) => {
      const { mac } = JSON.parse(proof.toString()) as { mac: string };
      socket.send(JSON.stringify({ type: 'paired', mac })); // the page's own proof, which is for a different purpose
    });
    socket.send(JSON.stringify({ type: 'challenge', version: 1, publicKey: companionKey, nonce, signature }));
  };
  server.on('connection', (socket) => socket.once('message', (hello: Buffer) => void sendChallenge(socket, hello)));
  await new Promise((resolve) => server.once('listening', resolve));
  const attempt = await beginPairing(createAddress((server.address() as AddressInfo).port), never);
  expect(await catchError(attempt.prove('K7QM-2XRT-9FWD'))).toEqual(matchRejection('other-program'));
  for (const client of server.clients) client.terminate();
  server.close();
});
