import { expose } from 'comlink';
import { inputSeed } from '#bench/method.ts';
import { PromptWriter } from '#bench/inputs/prompt-writer.ts';
import type { TextSession, TimedTextRequest } from '#core/engine/text-session.ts';
import type { PageEngineId, TextEngineId } from '#core/engine/engines.ts';
import { loadTextRuntime } from '#runtimes/index.ts';

let openedSession: { readonly session: TextSession; readonly prompts: PromptWriter } | undefined;

function requireOpened() {
  if (!openedSession) throw new Error('call open first');
  return openedSession;
}

/** The text session of a language model benchmark, timed per request. */
const textSession = {
  async open(file: File, threads: number, engine: TextEngineId & PageEngineId = 'wllama'): Promise<void> {
    const model = { id: file.name, entry: file.name, files: new Map([[file.name, file]]) };
    const session = await (await loadTextRuntime(engine)).open(model, { devices: ['wasm'], threads });
    openedSession = { session, prompts: new PromptWriter(file.name, await session.getVocabulary(), inputSeed) };
  },

  prompt: (tokens: number) => requireOpened().prompts.write(tokens),

  time: (request: TimedTextRequest) => requireOpened().session.time(request),
};

export type TimedTextSession = typeof textSession;

expose(textSession);
