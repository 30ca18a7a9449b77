import type { FederatedPlan } from '#federated/protocol/plan.ts';

/** A federation that this companion coordinates. */
export interface Federation {
  /** The digest of the plan. */
  readonly id: string;
  readonly plan: FederatedPlan;
  /** The head for scaled features, as float32: the weights [labels, length], row-major, then the biases. */
  readonly parameters: Float64Array;
  /** The number of the current turn from 0, counting failed turns. */
  readonly turn: number;
  /** The number of finished rounds. */
  readonly round: number;
  readonly isDone: boolean;
  readonly participants: readonly FederationMember[];
}

export interface FederationMember {
  readonly key: string;
  /** The total steps of its updates, as stated by the participant. */
  readonly steps: number;
  /** The turn of its last update; absent before its first one. */
  readonly turn?: number;
}
