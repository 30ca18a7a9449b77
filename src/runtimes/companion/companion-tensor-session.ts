import type { SessionFacts, TensorSession } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { CompanionConnection } from '#companion-client/connection.ts';
import { CompanionSession } from './companion-session.ts';

/** An open tensor model in a companion. */
export class CompanionTensorSession extends CompanionSession implements TensorSession {
  readonly kind = 'tensor';
  readonly facts: SessionFacts;

  constructor(connection: CompanionConnection, sessionId: number, model: string, facts: SessionFacts) {
    super(connection, sessionId, model);
    this.facts = facts;
  }

  /** @throws AppError of `TensorSession.run` | engine-died | companion-unreachable */
  async run(tensors: Tensors): Promise<Tensors> {
    return (await this.request({ type: 'run', tensors })).tensors;
  }
}
