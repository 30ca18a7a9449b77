import { expose } from 'comlink';
import { inputSeed } from '#bench/method.ts';
import { PromptWriter } from '#bench/inputs/prompt-writer.ts';
import type { TextSession, TimedTextRequest } from '#core/engine/text-session.ts';
import type { PageEngineId, TextEngineId } from '#core/engine/engines.ts';
import { loadTextRuntime } from '#runtimes/index.ts';

let opened: { readonly session: TextSession; readonly prompts: PromptWriter } | undefined;

function current() {
  if (!opened) throw new Error('call open first');
  return opened;
}

/** The session that a language model benchmark times, request by request. */
const textSession = {
  async open(file: File, threads: number, engine: TextEngineId & PageEngineId = 'wllama'): Promise<void> {
    const model = { id: file.name, entry: file.name, files: new Map([[file.name, file]]) };
    const session = await (await loadTextRuntime(engine)).open(model, { devices: ['wasm'], threads });
    opened = { session, prompts: new PromptWriter(file.name, await session.getVocabulary(), inputSeed) };
  },

  prompt: (tokens: number) => current().prompts.write(tokens),

  time: (request: TimedTextRequest) => current().session.time(request),
};

export type TimedTextSession = typeof textSession;

expose(textSession);
