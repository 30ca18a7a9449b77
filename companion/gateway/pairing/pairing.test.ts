import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { verifyCodeMac, verifySignature, signTranscript } from '#protocol/handshake.ts';
import {
  createCodeProof,
  connectPaired,
  sendHello,
  generatePageKey,
  startTestGateway,
  TestPage,
  type PageKey,
  type TestGateway,
} from '../gateway.fixture.ts';
import { PairedPages } from './paired-pages.ts';
import { openPairing as pairingOf, pairPage } from './pairing.fixture.ts';
import type { PairingEvent } from './pairing-window.ts';

const origin = 'https://assay.example';
let companion: TestGateway;

beforeEach(async () => {
  companion = await startTestGateway();
});
afterEach(async () => {
  vi.useRealTimers();
  await companion.close();
});

const openPairing = (only?: string) => pairingOf(companion, only);
const pair = async (key: PageKey, at = origin) => (await pairPage(companion, at, key.publicKey)).page;

const createRejection = (reason: string) => ({ type: 'error', code: 'companion-rejected', facts: { reason } });

describe('a hosted page', () => {
  test('a page is paired by a code that both sides prove to know', async () => {
    const key = await generatePageKey();
    const pairing = await openPairing();
    const { page, transcript, challenge } = await sendHello(companion.port, origin, key.publicKey, 'code');
    const shown = await pairing.next();
    expect(shown).toMatchObject({
      event: 'code',
      origin,
      code: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/),
    });
    const { code } = shown as Extract<PairingEvent, { event: 'code' }>;
    expect(await verifySignature(challenge!.publicKey, challenge!.signature, 'companion-key', transcript)).toBe(true);

    const answer = await page.ask(await createCodeProof(code.toLowerCase(), transcript));
    expect(answer).toMatchObject({ type: 'paired' });
    expect(await verifyCodeMac(code, (answer as { mac: string }).mac, 'companion-code', transcript)).toBe(true);
    expect(await page.next()).toMatchObject({ type: 'welcome', scopes: ['read', 'run', 'manage'] });
    expect(await pairing.next()).toEqual({ event: 'paired', origin });
    expect(await pairing.next()).toBeNull();

    const again = await connectPaired(companion.port, origin, key);
    expect(again.outcome).toMatchObject({ type: 'welcome' });
    expect(again.transcript.companionKey).toBe(challenge!.publicKey);
  });

  test('a page that connects without assay pair is rejected', async () => {
    expect(await new TestPage(companion.port, { origin }).closed).toEqual({ status: 403 });
  });

  test('a page is rejected while another page is being paired', async () => {
    const pairing = await openPairing(origin);
    expect(await new TestPage(companion.port, { origin: 'https://evil.example' }).closed).toEqual({ status: 403 });
    await sendHello(companion.port, origin, (await generatePageKey()).publicKey, 'code');
    await pairing.readCode();
    expect(await new TestPage(companion.port, { origin }).closed).toEqual({ status: 403 });
    expect((await openPairing()).status).toBe(409);
  });

  test.each([
    'null',
    'http://assay.example',
    'https://assay.example/',
    'HTTPS://ASSAY.EXAMPLE',
    'file://',
    'moz-extension://x',
  ])('a page with the origin %s cannot be paired', async (other) => {
    await openPairing();
    expect(await new TestPage(companion.port, { origin: other }).closed).toEqual({ status: 403 });
  });

  test('the code of a page is rejected after the command ends', async () => {
    const pairing = await openPairing();
    const { page, transcript } = await sendHello(companion.port, origin, (await generatePageKey()).publicKey, 'code');
    const code = await pairing.readCode();
    pairing.end();
    expect(await page.closed).toEqual({ code: 4401 });
    page.socket.terminate();
    const next = await openPairing();
    const other = await sendHello(companion.port, origin, (await generatePageKey()).publicKey, 'code');
    await next.readCode();
    expect(await other.page.ask(await createCodeProof(code, transcript))).toMatchObject(createRejection('code-wrong'));
  });
});

describe('a code', () => {
  test('after five wrong codes, the right code is rejected too', async () => {
    const pairing = await openPairing();
    const { page, transcript } = await sendHello(companion.port, origin, (await generatePageKey()).publicKey, 'code');
    const code = await pairing.readCode();
    for (let triesLeft = 4; triesLeft >= 0; triesLeft--) {
      const answer = await page.ask(await createCodeProof('0000-0000-0000', transcript));
      expect(answer).toMatchObject({ facts: { reason: 'code-wrong', triesLeft } });
      if (triesLeft > 0) expect(await pairing.next()).toEqual({ event: 'wrong-code', triesLeft });
    }
    expect(await pairing.next()).toEqual({ event: 'ended', reason: 'code-wrong' });
    page.send(await createCodeProof(code, transcript));
    expect(await page.closed).toEqual({ code: 4401 });
    expect(await new PairedPages(join(companion.folder, 'pages')).list()).toEqual([]);
  });

  test('a code pairs only one page', async () => {
    const pairing = await openPairing();
    const key = await generatePageKey();
    const { page, transcript } = await sendHello(companion.port, origin, key.publicKey, 'code');
    const proof = await createCodeProof(await pairing.readCode(), transcript);
    expect(await page.ask(proof)).toMatchObject({ type: 'paired' });
    const next = await openPairing();
    const other = await sendHello(companion.port, origin, key.publicKey, 'code');
    await next.readCode();
    expect(await other.page.ask(proof)).toMatchObject(createRejection('code-wrong'));
  });

  test('a code proved for another origin is rejected', async () => {
    const pairing = await openPairing();
    const { page, transcript } = await sendHello(companion.port, origin, (await generatePageKey()).publicKey, 'code');
    const code = await pairing.readCode();
    const elsewhere = await createCodeProof(code, { ...transcript, origin: 'https://evil.example' });
    expect(await page.ask(elsewhere)).toMatchObject(createRejection('code-wrong'));
  });

  test('a code expires after two minutes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const pairing = await openPairing();
    const { page, transcript } = await sendHello(companion.port, origin, (await generatePageKey()).publicKey, 'code');
    const code = await pairing.readCode();
    await vi.advanceTimersByTimeAsync(119_000);
    expect(page.socket.readyState).toBe(page.socket.OPEN);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await pairing.next()).toEqual({ event: 'ended', reason: 'code-expired' });
    page.send(await createCodeProof(code, transcript));
    expect(await page.closed).toEqual({ code: 4401 });
    expect(await new PairedPages(join(companion.folder, 'pages')).list()).toEqual([]);
  });
});

describe('a paired key', () => {
  test('a key is rejected at another origin that is also paired', async () => {
    const key = await generatePageKey();
    await pair(key);
    const other = 'https://other.example';
    await pair(await generatePageKey(), other);
    expect((await connectPaired(companion.port, other, key)).outcome).toMatchObject(
      createRejection('origin-not-paired'),
    );
  });

  test('a signature by another key, or from another connection, is rejected', async () => {
    const key = await generatePageKey();
    await pair(key);
    const { privateKey } = await generatePageKey();
    expect((await connectPaired(companion.port, origin, { ...key, privateKey })).outcome).toMatchObject(
      createRejection('signature-invalid'),
    );
    const recorded = await sendHello(companion.port, origin, key.publicKey, 'paired');
    const signature = await signTranscript(key.privateKey, 'page-key', recorded.transcript);
    const { page } = await sendHello(companion.port, origin, key.publicKey, 'paired');
    expect(await page.ask({ type: 'proof', signature })).toMatchObject(createRejection('signature-invalid'));
  });

  test('after a key is replaced, only the new key connects', async () => {
    const [key, next] = [await generatePageKey(), await generatePageKey()];
    await pair(key);
    let rotate: (publicKey: string, signature: string) => Promise<void> = async () => {};
    await companion.close();
    companion = await startTestGateway({
      onConnection: async (client) => {
        ({ rotateKey: rotate } = client);
        while ((await client.connection.receive()) !== null);
      },
    });
    await pair(key);
    const { page, transcript } = await connectPaired(companion.port, origin, key);
    const signed = { ...transcript, pageKey: next.publicKey };
    await expect(
      rotate(next.publicKey, await signTranscript(key.privateKey, 'new-page-key', signed)),
    ).rejects.toThrow();
    await rotate(next.publicKey, await signTranscript(next.privateKey, 'new-page-key', signed));
    page.socket.close();
    expect((await connectPaired(companion.port, origin, next)).outcome).toMatchObject({ type: 'welcome' });
    expect(await new PairedPages(join(companion.folder, 'pages')).list()).toHaveLength(1);
    expect(await new TestPage(companion.port, { origin }).waitForOpen()).toBeDefined(); // accepted because the origin has a paired key
    expect((await connectPaired(companion.port, origin, key)).outcome).toMatchObject(
      createRejection('origin-not-paired'),
    );
  });

  test('a revoked key loses its connections at once, and new connections are rejected', async () => {
    const key = await generatePageKey();
    const page = await pair(key);
    const pages = new PairedPages(join(companion.folder, 'pages'));
    const [stored] = await pages.list();
    expect(stored).toMatchObject({ origin, publicKey: key.publicKey, lastUsedAt: expect.any(Number) });
    await pages.remove(stored!.id);
    const response = await fetch(`${companion.origin}/companion/commands/close-revoked`, {
      method: 'POST',
      headers: { authorization: `Bearer ${companion.gateway.commandToken}` },
    });
    expect(response.status).toBe(200);
    expect(await page.closed).toEqual({ code: 4403 });
    expect(await new TestPage(companion.port, { origin }).closed).toEqual({ status: 403 });
  });
});

test('a recorded challenge, or one that another program signed, is not valid for a page', async () => {
  const key = await generatePageKey();
  await pair(key);
  const { challenge, transcript } = await sendHello(companion.port, origin, key.publicKey, 'paired');
  const { publicKey: pinned, signature } = challenge!;
  expect(await verifySignature(pinned, signature, 'companion-key', transcript)).toBe(true);
  const next = { ...transcript, pageNonce: Buffer.alloc(32, 1).toString('base64') };
  expect(await verifySignature(pinned, signature, 'companion-key', next)).toBe(false);
  const impostor = await generatePageKey();
  const forged = await signTranscript(impostor.privateKey, 'companion-key', next);
  expect(await verifySignature(pinned, forged, 'companion-key', next)).toBe(false);
});

test('the files contain no secret of a page, and only their user can read them', async () => {
  const key = await generatePageKey();
  await pair(key);
  const [name] = await readdir(join(companion.folder, 'pages'));
  const stored = JSON.parse(await readFile(join(companion.folder, 'pages', name!), 'utf8')) as object;
  expect(Object.keys(stored).sort()).toEqual(['createdAt', 'origin', 'publicKey', 'scopes']);
  if (process.platform === 'win32') return;
  const readMode = async (...path: string[]) =>
    ((await stat(join(companion.folder, ...path))).mode & 0o777).toString(8);
  expect(await readMode('pages')).toBe('700');
  expect(await readMode('pages', name!)).toBe('600');
  expect(await readMode('companion-key.json')).toBe('600');
});

test('the server is not reachable from the network', async () => {
  const { port } = companion;
  const other = createServer();
  // 127.0.0.2 is another address of this machine: a server on all addresses would answer there.
  await new Promise<void>((resolve, reject) => other.once('error', reject).listen(port, '127.0.0.2', resolve));
  expect((other.address() as AddressInfo).port).toBe(port);
  other.close();
});

test('nothing that is reported contains a token, key, code or nonce', async () => {
  const consoles = (['log', 'error', 'warn'] as const).map((name) => vi.spyOn(console, name));
  const token = await companion.obtainToken();
  const key = await generatePageKey();
  const pairing = await openPairing();
  const { page, transcript } = await sendHello(companion.port, origin, key.publicKey, 'code');
  const code = await pairing.readCode();
  const proof = (await createCodeProof(code, transcript)) as { mac: string };
  await page.ask({ type: 'code-proof', mac: Buffer.alloc(32).toString('base64') });
  await page.ask(proof);
  await new TestPage(companion.port, { origin: 'https://evil.example' }).closed;
  await fetch(`${companion.origin}/companion/commands/pair?token=${token}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  const wrong = await new TestPage(companion.port).waitForOpen();
  await wrong.ask({
    type: 'hello',
    versions: { min: 1, max: 1 },
    app: token,
    auth: { kind: 'token', token: proof.mac },
  });
  expect(companion.log.length).toBeGreaterThanOrEqual(3);
  const reported = JSON.stringify([companion.log, consoles.flatMap(({ mock }) => mock.calls)]);
  for (const secret of [token, code, code.replaceAll('-', ''), companion.gateway.commandToken, proof.mac]) {
    expect(reported).not.toContain(secret);
  }
  vi.restoreAllMocks();
});
