import { callbackToGenerator } from '#core/callback-to-generator.ts';
import type { MeasuredRun } from '#core/report/measured-run.ts';
import type { MemoryInUse, Runtime } from '#core/engine/runtime.ts';
import type { TextEngineId } from '#core/engine/engines.ts';
import type {
  TextFacts,
  TextRequest,
  TextTiming,
  TextUsage,
  TimedTextRequest,
  TokenScores,
} from '#core/engine/text-session.ts';
import type { Embedding, NativeTextSession } from '../native-engine.ts';
import type { EngineHost } from './engine-host.ts';
import { callDeadlineMs, RemoteModel } from './remote-model.ts';

/** A language model that is open in an engine's process. */
export class RemoteTextSession implements NativeTextSession {
  readonly kind = 'text';
  readonly facts: TextFacts;
  readonly #model: RemoteModel;

  constructor(model: RemoteModel) {
    this.#model = model;
    this.facts = model.facts as TextFacts;
  }

  /** @throws AppError from `TextSession` | engine-died */
  generate(request: TextRequest, stop: AbortSignal): AsyncGenerator<string, TextUsage> {
    return callbackToGenerator((onUpdate, abandonSignal) =>
      this.#model.withSession((process, session) => {
        const signal = AbortSignal.any([stop, abandonSignal]);
        return process.call('generate', { session, request }, { signal, deadlineMs: callDeadlineMs, onUpdate });
      }),
    );
  }

  time(request: TimedTextRequest): Promise<TextTiming> {
    return this.#model.withSession((process, session) =>
      process.call('time', { session, request }, { deadlineMs: callDeadlineMs }),
    );
  }

  embed(text: string): Promise<Embedding> {
    return this.#model.withSession((process, session) =>
      process.call('embed', { session, text }, { deadlineMs: callDeadlineMs }),
    );
  }

  readonly scores: TokenScores = {
    tokenise: (text) =>
      this.#model.withSession((process, session) =>
        process.call('tokenise', { session, text }, { deadlineMs: callDeadlineMs }),
      ),
    predict: (tokens, from) =>
      this.#model.withSession((process, session) =>
        process.call('predict', { session, tokens, from }, { deadlineMs: callDeadlineMs }),
      ),
  };

  getVocabulary(): Promise<readonly string[]> {
    return this.#model.withSession((process, session) =>
      process.call('vocabulary', { session }, { deadlineMs: callDeadlineMs }),
    );
  }

  /** @see RemoteModel.bench */
  bench(...run: Parameters<RemoteModel['bench']>): Promise<MeasuredRun> {
    return this.#model.bench(...run);
  }

  memory(): Promise<MemoryInUse> {
    return this.#model.memory();
  }

  close(): Promise<void> {
    return this.#model.close();
  }
}

/** Creates the runtime of a text engine that runs in `host`. */
export function createTextRuntime(host: EngineHost): Runtime<RemoteTextSession> {
  return {
    id: host.id as TextEngineId,
    open: async (model, options) => new RemoteTextSession(await RemoteModel.open(host, model, options)),
  };
}
