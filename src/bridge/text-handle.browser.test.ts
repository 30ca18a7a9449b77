import { afterEach, expect, test } from 'vitest';
import { encodeLlama } from '#runtimes/wllama/counting-llama.fixture.ts';
import { openTextSession, type TextHandle } from './text-handle.ts';

/** A model that continues each letter with the next one, and z with a. */
const alphabet = new File([encodeLlama({ width: 64, hidden: 32, layers: 1 })], 'tiny.gguf');

let session: TextHandle | undefined;
afterEach(() => session?.close());

/** wllama runs in a worker of its library, and ort-text in the session's worker. */
type Engine = 'wllama' | 'ort-text';
const textEngines = ['wllama', 'ort-text'] as const;

async function open(engine: Engine): Promise<TextHandle> {
  return (session = await openTextSession({
    subject: { kind: 'files', files: [alphabet] },
    engine,
    options: { devices: ['wasm'], threads: 1 },
  }));
}

test.each(textEngines)('%s generates an answer after one that was not read to the end', async (engine) => {
  const session = await open(engine);
  let firstText = '';
  for await (const text of session.generate({ prompt: 'a', maxTokens: 1500, temperature: 0 })) {
    firstText = text;
    break;
  }
  expect(firstText).toMatch(/^b/);
  let answer = '';
  for await (const text of session.generate({ prompt: 'q', maxTokens: 5, temperature: 0 })) answer += text;
  expect(answer).toBe('rstuv');
});

test.each(textEngines)('%s ends an aborted answer at the next token', async (engine) => {
  const session = await open(engine);
  const stop = new AbortController();
  const answer = session.generate({ prompt: 'a', maxTokens: 1900, temperature: 0 }, { signal: stop.signal });
  await answer.next();
  stop.abort();
  let step = await answer.next();
  while (!step.done) step = await answer.next();
  expect(step.value.ended).toBe('stopped');
  expect(step.value.tokens).toBeLessThan(1900);
});

test.each(textEngines)('%s rejects an answer with aborted when the session is closed', async (engine) => {
  const session = await open(engine);
  const answer = session.generate({ prompt: 'a', maxTokens: 1500, temperature: 0 });
  await answer.next();
  const next = answer.next();
  session.close();
  await expect(next).rejects.toMatchObject({ code: 'aborted' });
  expect(session.isAlive).toBe(false);
});
