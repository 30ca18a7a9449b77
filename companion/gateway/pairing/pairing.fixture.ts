import { createCodeProof, sendHello, type TestGateway, type TestPage } from '../gateway.fixture.ts';
import type { PairingEvent } from './pairing-window.ts';

/** Runs `assay pair` without a terminal. */
export async function openPairing(companion: TestGateway, origin: string | null = null) {
  const controller = new AbortController();
  const response = await fetch(`${companion.origin}/companion/commands/pair`, {
    method: 'POST',
    headers: { authorization: `Bearer ${companion.gateway.commandToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ origin }),
    signal: controller.signal,
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const events: PairingEvent[] = [];
  /** Waits for the next event; `null` at the end. */
  const next = async (): Promise<PairingEvent | null> => {
    const queued = events.shift();
    if (queued) return queued;
    const { value, done } = await reader.read();
    if (done) return null;
    events.push(
      ...value
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as PairingEvent),
    );
    return next();
  };
  const readCode = async () => {
    const event = await next();
    if (event?.event !== 'code') throw new Error(`expected a code, not ${JSON.stringify(event)}`);
    return event.code;
  };
  return { status: response.status, next, readCode, end: () => controller.abort() };
}

/**
 * Pairs a page of an origin.
 * @returns its connection, and the companion's public key
 */
export async function pairPage(
  companion: TestGateway,
  origin: string,
  publicKey: string,
): Promise<{ readonly page: TestPage; readonly companionKey: string }> {
  const pairing = await openPairing(companion);
  const { page, transcript } = await sendHello(companion.port, origin, publicKey, 'code');
  const paired = await page.ask(await createCodeProof(await pairing.readCode(), transcript));
  if (paired?.type !== 'paired') throw new Error(`expected paired, not ${JSON.stringify(paired)}`);
  const welcome = await page.next();
  if (welcome?.type !== 'welcome') throw new Error(`expected welcome, not ${JSON.stringify(welcome)}`);
  return { page, companionKey: transcript.companionKey };
}
