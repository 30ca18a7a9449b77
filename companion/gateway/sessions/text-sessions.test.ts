import { describe, expect, test } from 'vitest';
import type { CompanionMessage } from '#protocol/companion-messages.ts';
import { connectOwnPage, type TestPage } from '../gateway.fixture.ts';
import { ask, companion, open, startCompanionBeforeEach, usage } from './sessions.fixture.ts';

startCompanionBeforeEach();

/** Waits for the first message that is not a chunk of the answer. */
async function waitForLastMessage(page: TestPage): Promise<CompanionMessage | null> {
  for (;;) {
    const message = await page.next();
    if (message?.type !== 'text') return message;
  }
}

describe('a language model', () => {
  test('a language model streams its answer', async () => {
    const page = await connectOwnPage(companion.gateway);
    const session = await open(page, 'text', 'llama');
    page.send({ type: 'generate', id: 7, session, request: { prompt: 'one two', maxTokens: 9 } });
    expect(await page.next()).toEqual({ type: 'text', id: 7, text: 'one' });
    expect(await page.next()).toEqual({ type: 'text', id: 7, text: 'two' });
    expect(await page.next()).toEqual({ type: 'generated', id: 7, usage });
    const timed = { prompt: 'a', tokens: 4, reuseContext: false };
    expect(await ask(page, { type: 'time-text', session, request: timed })).toMatchObject({
      timing: { decodeTokens: 3 },
    });
    expect(await ask(page, { type: 'vocabulary', session })).toMatchObject({ tokens: ['a', 'b'] });
    expect(await ask(page, { type: 'tokenise', session, text: 'abc' })).toMatchObject({ text: { tokens: [3] } });
    expect(await ask(page, { type: 'predict', session, tokens: [1, 2], from: 1 })).toMatchObject({
      predictions: [{ logProbability: -1, topToken: 2 }],
    });
    expect(await ask(page, { type: 'memory', session })).toMatchObject({ memory: { wasmHeapBytes: 65_536 } });
  });

  test('a cancelled generation returns its text, and one beyond its deadline fails', async () => {
    const page = await connectOwnPage(companion.gateway);
    const session = await open(page, 'text', 'llama');
    const request = { prompt: 'endless', maxTokens: 9 };
    page.send({ type: 'generate', id: 7, session, request });
    expect(await page.next()).toMatchObject({ type: 'text' });
    page.send({ type: 'cancel', id: 7 });
    expect(await waitForLastMessage(page)).toMatchObject({ type: 'generated', id: 7, usage: { ended: 'stopped' } });
    page.send({ type: 'generate', id: 8, session, request, deadlineMs: 10 });
    expect(await waitForLastMessage(page)).toMatchObject({ type: 'error', id: 8, code: 'deadline-exceeded' });
    expect(await ask(page, { type: 'vocabulary', session })).toMatchObject({ tokens: ['a', 'b'] });
  });

  test('generation stops when its page disconnects', async () => {
    const page = await connectOwnPage(companion.gateway);
    const session = await open(page, 'text', 'llama');
    page.send({ type: 'generate', id: 7, session, request: { prompt: 'endless', maxTokens: 9 } });
    await page.next();
    page.socket.terminate();
    await expect.poll(() => [companion.closedSessions, companion.closedConnections]).toEqual([1, 1]);
  });
});
