import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TextSession, TextUsage } from '#core/engine/text-session.ts';
import { TextStream } from './text-stream.ts';

const usage: TextUsage = {
  promptTokens: 1,
  tokens: 4,
  ttftMs: null,
  prefillTokensPerS: null,
  decodeTokensPerS: null,
  ended: 'model',
};

/** Writes a letter on request. */
function createWriter() {
  let turn = Promise.withResolvers<string | null>();
  const session = {
    async *generate() {
      for (let letter = await turn.promise; letter !== null; letter = await turn.promise) {
        turn = Promise.withResolvers();
        yield letter;
      }
      return usage;
    },
  } as unknown as TextSession; // a stream uses no other member
  const write = async (letter: string | null) => {
    turn.resolve(letter);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { stream: new TextStream(session, { prompt: '', maxTokens: 4 }), write };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first text is delivered at once, and the text of the next frame in one piece', async () => {
  const { stream, write } = createWriter();
  await write('a');
  expect(await stream.next()).toEqual({ text: 'a', usage: null });
  const given = vi.fn();
  void stream.next().then(given);
  for (const letter of ['b', 'c', 'd']) await write(letter);
  expect(given).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(20);
  expect(given).toHaveBeenCalledWith({ text: 'bcd', usage: null });
});

test('the end of an answer is delivered without waiting for a frame', async () => {
  const { stream, write } = createWriter();
  await write('a');
  await stream.next();
  await write('b');
  const rest = stream.next();
  await write(null);
  expect(await rest).toEqual({ text: 'b', usage });
});
