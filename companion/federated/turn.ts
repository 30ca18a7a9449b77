import type { Envelope } from '#federated/protocol/envelope.ts';
import type { FederatedAnswer, FederatedRequest } from '#federated/protocol/messages.ts';
import type { FederatedPlan } from '#federated/protocol/plan.ts';

type WithoutCommon<Answer> = Answer extends unknown ? Omit<Answer, 'federation' | 'answers'> : never;
/** An answer, before it is bound to its request and signed. */
export type AnswerFields = WithoutCommon<FederatedAnswer>;

/** A request in a turn. The sender is enrolled, and its signature was checked. */
export interface TurnRequest {
  readonly key: string;
  readonly request: Exclude<FederatedRequest, { readonly kind: 'enrol' | 'status' }>;
  readonly envelope: Envelope;
}

export interface TurnContext {
  readonly plan: FederatedPlan;
  readonly federation: string;
  readonly number: number;
  /** Returns the number of participants that are enrolled now. */
  readonly countEnrolled: () => number;
}

/** One attempt at a round. */
export interface Turn {
  /** Resolves with the update to add to the head, or with `null` if the turn has failed. Never rejects. */
  readonly outcome: Promise<Float64Array | null>;
  /** Resolves once the stage of the request is over. */
  handle(request: TurnRequest): Promise<AnswerFields>;
  /** Ends all stages that are still open. */
  end(): void;
}

/** Counts the parameters of a plan's head: weights and biases. */
export const countParameters = ({ labels, featureLength }: FederatedPlan) => labels.length * (featureLength + 1);
