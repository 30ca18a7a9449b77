import type { TextFacts, TextUsage } from '#core/engine/text-session.ts';
import { AppError } from '#core/errors/error.ts';
import { GenerationTimer } from '#runtimes/generation-timer.ts';
import type { HostedTextSession } from '../../gateway/sessions/open-model.ts';
import type { Generated, OpenaiClient } from './openai-client.ts';

/**
 * A model on a server of OpenAI's API.
 * @param contextLength in tokens
 * @param owner the name that the server reports, such as `vllm`
 */
export function createRemoteTextSession(
  client: OpenaiClient,
  model: string,
  { contextLength, owner }: { readonly contextLength: number; readonly owner: string },
): HostedTextSession {
  const facts: TextFacts = {
    engine: 'openai',
    engineVersion: 'unknown',
    build: owner,
    device: 'server',
    threads: 0, // the server decides this, and does not report it
    failedDevices: [],
    createMs: 0,
    contextLength,
    trainedContextLength: null,
    kvCacheBytes: null,
    hasChatTemplate: true, // the server applies it
    timed: { sampling: 'inside', tokenising: 'inside' },
  };
  return {
    kind: 'text',
    facts,
    canOverlap: true,
    async *generate(request, stop): AsyncGenerator<string, TextUsage> {
      const timer = new GenerationTimer();
      const texts: string[] = [];
      let wake = () => {};
      let outcome: Generated | 'stopped' | null = null;
      const abandon = new AbortController(); // ending the generator early ends the request
      const signal = AbortSignal.any([stop, abandon.signal]);
      const maxTokens = request.maxTokens < contextLength ? request.maxTokens : null;
      const answering = client.generate(model, { ...request, maxTokens }, signal, (text) => {
        timer.onText();
        texts.push(text);
        wake();
      });
      const settled = answering
        .then(
          (generated) => void (outcome = generated),
          (thrown: unknown) => {
            outcome = 'stopped';
            if (!stop.aborted) throw thrown;
          },
        )
        .finally(() => wake());
      settled.catch(() => {}); // awaited below
      try {
        for (;;) {
          const woken = new Promise<void>((resolve) => (wake = resolve));
          yield* texts.splice(0);
          if (outcome !== null) break;
          await woken;
        }
        yield* texts.splice(0);
        await settled;
        return toTextUsage(outcome, timer);
      } finally {
        abandon.abort(new AppError('aborted'));
      }
    },
    // A server reports neither which tokens it has reused nor when it has started.
    time: async () => {
      throw new AppError('model-unsupported', { model, reason: 'server-not-timed' });
    },
    getVocabulary: async () => [],
    embed: (text) => client.embed(model, text),
    memory: async () => ({}),
    close: async () => {},
  };
}

function toTextUsage(outcome: Generated | 'stopped', timer: GenerationTimer): TextUsage {
  const generated = outcome === 'stopped' ? null : outcome;
  const tokens = generated?.tokens ?? null;
  return {
    promptTokens: generated?.promptTokens ?? null,
    tokens,
    prefillTokensPerS: null,
    ...timer.times(tokens ?? 0),
    ended: generated?.ended ?? 'stopped',
  };
}
