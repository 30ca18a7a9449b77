import { engines } from '#core/engine/engines.ts';
import { callbackToGenerator } from '#core/callback-to-generator.ts';
import type {
  TextFacts,
  TextRequest,
  TextSession,
  TextTiming,
  TextUsage,
  TimedTextRequest,
  TokenScores,
} from '#core/engine/text-session.ts';
import type { CompanionConnection } from '#companion-client/connection.ts';
import { CompanionSession } from './companion-session.ts';

/** An open language model in a companion. */
export class CompanionTextSession extends CompanionSession implements TextSession {
  readonly kind = 'text';
  readonly facts: TextFacts;
  readonly scores?: TokenScores;

  constructor(connection: CompanionConnection, sessionId: number, model: string, facts: TextFacts) {
    super(connection, sessionId, model);
    this.facts = facts;
    if (engines[facts.engine].tokenScores) this.scores = this.#createTokenScores();
  }

  /** @throws AppError of `TextSession.generate` | engine-died | companion-unreachable */
  generate(request: TextRequest, stop: AbortSignal): AsyncGenerator<string, TextUsage> {
    return callbackToGenerator(async (onText, abandoned) => {
      const signal = AbortSignal.any([stop, abandoned]);
      return (await this.request({ type: 'generate', request }, { signal, onText })).usage;
    });
  }

  /** @throws AppError of `TextSession.generate` | engine-died | companion-unreachable */
  async time(request: TimedTextRequest): Promise<TextTiming> {
    return (await this.request({ type: 'time-text', request })).timing;
  }

  #createTokenScores(): TokenScores {
    return {
      tokenise: async (text) => (await this.request({ type: 'tokenise', text })).text,
      predict: async (tokens, from) => (await this.request({ type: 'predict', tokens: [...tokens], from })).predictions,
    };
  }

  /** @throws AppError session-closed | engine-died | companion-unreachable */
  async getVocabulary(): Promise<readonly string[]> {
    return (await this.request({ type: 'vocabulary' })).tokens;
  }
}
