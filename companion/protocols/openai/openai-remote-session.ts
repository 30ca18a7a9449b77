import type { TextFacts, TextUsage } from '#core/engine/text-session.ts';
import { AppError } from '#core/errors/error.ts';
import { GenerationTimer } from '#runtimes/generation-timer.ts';
import type { HostedTextSession } from '../../gateway/sessions/open-model.ts';
import type { GenerationResult, OpenaiClient } from './openai-client.ts';

/**
 * Creates the session of a model on a server with OpenAI's API.
 * @param contextLength in tokens
 * @param owner the name that the server reports, such as `vllm`
 */
export function createOpenaiRemoteSession(
  client: OpenaiClient,
  model: string,
  { contextLength, owner }: { readonly contextLength: number; readonly owner: string },
): HostedTextSession {
  const facts: TextFacts = {
    engine: 'openai',
    engineVersion: 'unknown',
    build: owner,
    device: 'server',
    threads: 0, // unknown: the server does not report it
    failedDevices: [],
    createMs: 0,
    contextLength,
    trainedContextLength: null,
    kvCacheBytes: null,
    hasChatTemplate: true, // the server applies the model's template
    timed: { sampling: 'inside', tokenising: 'inside' },
  };
  return {
    kind: 'text',
    facts,
    canOverlap: true,
    async *generate(request, stop): AsyncGenerator<string, TextUsage> {
      const timer = new GenerationTimer();
      const pendingTexts: string[] = [];
      let wake = () => {};
      let outcome: GenerationResult | 'stopped' | null = null;
      const abandonment = new AbortController(); // if the consumer ends the generator early, the request is aborted
      const signal = AbortSignal.any([stop, abandonment.signal]);
      const maxTokens = request.maxTokens < contextLength ? request.maxTokens : null;
      const generation = client.generate(model, { ...request, maxTokens }, signal, (text) => {
        timer.onText();
        pendingTexts.push(text);
        wake();
      });
      const settled = generation
        .then(
          (result) => void (outcome = result),
          (thrown: unknown) => {
            outcome = 'stopped';
            if (!stop.aborted) throw thrown;
          },
        )
        .finally(() => wake());
      settled.catch(() => {}); // awaited below
      try {
        for (;;) {
          const wakeUp = new Promise<void>((resolve) => (wake = resolve));
          yield* pendingTexts.splice(0);
          if (outcome !== null) break;
          await wakeUp;
        }
        yield* pendingTexts.splice(0);
        await settled;
        return toTextUsage(outcome, timer);
      } finally {
        abandonment.abort(new AppError('aborted'));
      }
    },
    // The API reports neither the number of reused tokens nor the start of the computation.
    time: async () => {
      throw new AppError('model-unsupported', { model, reason: 'server-not-timed' });
    },
    getVocabulary: async () => [],
    embed: (text) => client.embed(model, text),
    memory: async () => ({}),
    close: async () => {},
  };
}

function toTextUsage(outcome: GenerationResult | 'stopped', timer: GenerationTimer): TextUsage {
  const result = outcome === 'stopped' ? null : outcome;
  const tokens = result?.tokens ?? null;
  return {
    promptTokens: result?.promptTokens ?? null,
    tokens,
    prefillTokensPerS: null,
    ...timer.computeRates(tokens ?? 0),
    ended: result?.ended ?? 'stopped',
  };
}
