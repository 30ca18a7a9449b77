import type { EngineTrace } from '#core/engine/engine-trace.ts';
import { recordLog } from './ort-log.ts';
import { OrtSession, type OrtSessionInit } from './ort-session.ts';

/** A session created with `enableProfiling`. */
export class ProfiledOrtSession extends OrtSession {
  readonly #session: OrtSessionInit['session'];

  constructor(init: OrtSessionInit) {
    super(init);
    this.#session = init.session;
  }

  /** The library in a page prints its profile line by line instead of writing a file. */
  async endProfile(): Promise<EngineTrace> {
    const [, lines] = await recordLog(() => this.#session.endProfiling());
    return { format: 'onnxruntime', text: lines.join('\n') };
  }
}
