import { computeMedian, computeTrimmedMean } from '#federated/aggregation/robust.ts';
import { decodeVector } from '#federated/protocol/vectors.ts';
import { computeNorm } from '#statistics/norm.ts';
import { Stage } from './stage.ts';
import { countParameters, type AnswerFields, type Turn, type TurnContext, type TurnRequest } from './turn.ts';

/** The fraction of values that a trimmed mean omits at each end. Heuristic, not measured. */
const trimmedFraction = 0.2;
/** Norms are compared after rounding to float32. */
const tolerance = 1 + 1e-5;

/**
 * A turn without secure aggregation: the coordinator sees every update, and combines the updates coordinate by
 * coordinate.
 */
export class OpenTurn implements Turn {
  readonly #context: TurnContext;
  readonly #updates: Stage<Float64Array>;
  readonly outcome: Promise<Float64Array | null>;

  constructor(context: TurnContext) {
    this.#context = context;
    const { plan, countEnrolled } = context;
    this.#updates = new Stage((count) => count >= Math.max(plan.minParticipants, countEnrolled()), plan.roundSeconds);
    this.outcome = this.#updates.closed.then(() => this.#combine());
  }

  async handle({ key, request }: TurnRequest): Promise<AnswerFields> {
    if (request.kind !== 'update') return { kind: 'refused', reason: 'message-order' };
    const { plan, number } = this.#context;
    const update = decodeVector(request.vector, countParameters(plan));
    if (!update) return { kind: 'refused', reason: 'vector-invalid' };
    if (computeNorm(update) > plan.training.maxUpdateNorm * tolerance)
      return { kind: 'refused', reason: 'norm-too-large' };
    if (!this.#updates.add(key, update)) return { kind: 'refused', reason: 'turn-over' };
    return { kind: (await this.outcome) ? 'combined' : 'failed', turn: number };
  }

  end(): void {
    this.#updates.end();
  }

  #combine(): Float64Array | null {
    const { plan } = this.#context;
    const updates = [...this.#updates.items.values()];
    if (updates.length < plan.minParticipants) return null;
    return plan.aggregation === 'median' ? computeMedian(updates) : computeTrimmedMean(updates, trimmedFraction);
  }
}
