import type { SessionFacts, TensorSession } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { CompanionConnection } from '#companion-client/connection.ts';
import { RemoteSession } from './companion-session.ts';

/** A model with tensors that is open in a companion. */
export class CompanionTensorSession extends RemoteSession implements TensorSession {
  readonly kind = 'tensor';
  readonly facts: SessionFacts;

  constructor(connection: CompanionConnection, session: number, model: string, facts: SessionFacts) {
    super(connection, session, model);
    this.facts = facts;
  }

  /** @throws AppError what `TensorSession` throws | engine-died | companion-unreachable */
  async run(tensors: Tensors): Promise<Tensors> {
    const answer = await this.use((connection, session) => connection.request({ type: 'run', session, tensors }));
    return answer.tensors;
  }
}
