import { afterEach, expect, test } from 'vitest';
import { llamaBytes } from '#runtimes/wllama/counting-llama.fixture.ts';
import { openTextSession, type TextHandle } from './text-handle.ts';

/** A letter is followed by the next one, z by a. */
const alphabet = new File([llamaBytes({ width: 64, hidden: 32, layers: 1 })], 'tiny.gguf');

let session: TextHandle | undefined;
afterEach(() => session?.close());

async function open(): Promise<TextHandle> {
  return (session = await openTextSession({
    subject: { kind: 'files', files: [alphabet] },
    engine: 'wllama',
    options: { devices: ['wasm'], threads: 1 },
  }));
}

test('the engine can generate the next answer after one that was not read to the end', async () => {
  const session = await open();
  let begun = '';
  for await (const text of session.generate({ prompt: 'a', maxTokens: 1500, temperature: 0 })) {
    begun = text;
    break;
  }
  expect(begun).toMatch(/^b/);
  let said = '';
  for await (const text of session.generate({ prompt: 'q', maxTokens: 5, temperature: 0 })) said += text;
  expect(said).toBe('rstuv');
});

test('closing the session rejects the answer with aborted, not with worker-died', async () => {
  const session = await open();
  const answer = session.generate({ prompt: 'a', maxTokens: 1500, temperature: 0 });
  await answer.next();
  const next = answer.next();
  session.close();
  await expect(next).rejects.toMatchObject({ code: 'aborted' });
  expect(session.alive).toBe(false);
});
