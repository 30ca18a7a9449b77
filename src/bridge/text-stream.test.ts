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

/** A stream of a session that generates a letter on request. */
function createWriter() {
  let nextLetter = Promise.withResolvers<string | null>();
  const session = {
    async *generate() {
      for (let letter = await nextLetter.promise; letter !== null; letter = await nextLetter.promise) {
        nextLetter = Promise.withResolvers();
        yield letter;
      }
      return usage;
    },
  } as unknown as TextSession; // the stream uses no other member
  const write = async (letter: string | null) => {
    nextLetter.resolve(letter);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { stream: new TextStream(session, { prompt: '', maxTokens: 4 }), write };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('delivers the first text immediately, and the text of the next frame at once', async () => {
  const { stream, write } = createWriter();
  await write('a');
  expect(await stream.next()).toEqual({ text: 'a', usage: null });
  const onNext = vi.fn();
  void stream.next().then(onNext);
  for (const letter of ['b', 'c', 'd']) await write(letter);
  expect(onNext).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(20);
  expect(onNext).toHaveBeenCalledWith({ text: 'bcd', usage: null });
});

test('delivers the end of an answer without waiting for a frame', async () => {
  const { stream, write } = createWriter();
  await write('a');
  await stream.next();
  await write('b');
  const last = stream.next();
  await write(null);
  expect(await last).toEqual({ text: 'b', usage });
});
