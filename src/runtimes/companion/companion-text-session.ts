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

  constructor(connection: CompanionConnection, session: number, model: string, facts: TextFacts) {
    super(connection, session, model);
    this.facts = facts;
    if (engines[facts.engine].tokenScores) this.scores = this.#tokenScores();
  }

  /** @throws AppError of `TextSession.generate` | engine-died | companion-unreachable */
  generate(request: TextRequest, stop: AbortSignal): AsyncGenerator<string, TextUsage> {
    return callbackToGenerator(async (onText, abandoned) => {
      const signal = AbortSignal.any([stop, abandoned]);
      const answer = await this.use((connection, session) =>
        connection.request({ type: 'generate', session, request }, { signal, onText }),
      );
      return answer.usage;
    });
  }

  async time(request: TimedTextRequest): Promise<TextTiming> {
    return (await this.use((connection, session) => connection.request({ type: 'time-text', session, request })))
      .timing;
  }

  #tokenScores(): TokenScores {
    return {
      tokenise: async (text) =>
        (await this.use((connection, session) => connection.request({ type: 'tokenise', session, text }))).text,
      predict: async (tokens, from) => {
        const request = { type: 'predict' as const, tokens: [...tokens], from };
        return (await this.use((connection, session) => connection.request({ ...request, session }))).predictions;
      },
    };
  }

  async getVocabulary(): Promise<readonly string[]> {
    return (await this.use((connection, session) => connection.request({ type: 'vocabulary', session }))).tokens;
  }
}
