import { AppError } from '#core/errors/error.ts';
import type { PlanReason } from '#core/errors/reason.ts';
import type { LabelledFeatures } from '#teach/fit-head.ts';
import type { Head } from '#teach/head.ts';
import { unscaleHead, scaleFeatures, type Scaling } from '#teach/scaling.ts';
import type { SigningKey } from '../protocol/envelope.ts';
import type { Invitation } from '../protocol/invitation.ts';
import type { AnswerOf } from '../protocol/messages.ts';
import { computePlanEpsilon, type FederatedPlan } from '../protocol/plan.ts';
import { decodeVector, digestVector, encodeVector } from '../protocol/vectors.ts';
import type { LocalUpdate, TrainingSettings } from '../training/local-update.ts';
import { contributeMasked } from './contribute-masked.ts';
import { createDistrustError, SignedRequests, TurnFailedError, type SendEnvelope } from './requests.ts';

export interface ParticipantOptions {
  readonly invitation: Invitation;
  readonly key: SigningKey;
  readonly send: SendEnvelope;
  /** The SHA-256 of the model that computed the features. */
  readonly modelSha256: string;
  /** At least one example. Labels are indices into the labels of the plan. */
  readonly examples: readonly LabelledFeatures[];
  /** Stores the number of training steps that this participant has taken, so that they also count after a restart. */
  readonly ledger: { load(): Promise<number>; store(steps: number): Promise<void> };
  /** Computes an update as `computeLocalUpdate` does, for example in a worker. Its noise must be unpredictable. */
  readonly computeUpdate: (
    parameters: Float64Array,
    examples: readonly LabelledFeatures[],
    labels: number,
    settings: TrainingSettings,
  ) => Promise<LocalUpdate>;
}

/** The state of a federation, signed by the coordinator. */
export interface FederationStatus extends AnswerOf<'status'> {
  readonly values: Float64Array<ArrayBuffer>;
  /** The head for unscaled features. */
  readonly head: Head;
}

/** An update that is ready to be sent, with the figures from which the user decides whether to send it. */
export interface PreparedUpdate {
  readonly turn: number;
  /** The number of finished rounds. */
  readonly round: number;
  readonly update: Float64Array<ArrayBuffer>;
  /** The digest of the head that it starts from. */
  readonly head: string;
  /** The norm before clipping. */
  readonly norm: number;
  /** All steps of this participant, including those of this update. */
  readonly steps: number;
  readonly epsilonBefore: number;
  readonly epsilonAfter: number;
}

/** A participant of a federation. It trains on its own examples, and sends only clipped updates with noise. */
export class Participant {
  readonly plan: FederatedPlan;
  readonly #options: ParticipantOptions;
  readonly #requests: SignedRequests;
  readonly #rows: readonly LabelledFeatures[];

  /** @throws AppError federation-invalid if the plan does not fit the model or the examples */
  constructor(options: ParticipantOptions) {
    const { invitation, key, send, modelSha256, examples } = options;
    const { plan } = invitation;
    const { delta } = plan.privacy;
    if (plan.modelSha256 !== modelSha256) throw createPlanError({ reason: 'plan-other-model' });
    if (examples.some(({ features }) => features.length !== plan.featureLength))
      throw createPlanError({ reason: 'plan-other-features', expected: plan.featureLength });
    if (delta * examples.length >= 1)
      throw createPlanError({ reason: 'delta-too-large', delta, examples: examples.length });
    this.plan = plan;
    this.#options = options;
    this.#requests = new SignedRequests(invitation, key, send);
    const scaling = toScaling(plan);
    this.#rows = examples.map(({ features, label }) => ({ features: scaleFeatures(features, scaling), label }));
  }

  /** @throws AppError as {@link SignedRequests.request} */
  async enrol(signal?: AbortSignal): Promise<void> {
    await this.#requests.request({ kind: 'enrol' }, 'status', signal);
  }

  /** @throws AppError as {@link SignedRequests.request} */
  async readStatus(signal?: AbortSignal): Promise<FederationStatus> {
    const status = await this.#requests.request({ kind: 'status' }, 'status', signal);
    const { labels, featureLength } = this.plan;
    const values = decodeVector(status.parameters, labels.length * (featureLength + 1));
    if (!values) throw createDistrustError('answer-not-allowed');
    return { ...status, values, head: unscaleHead(values, labels, toScaling(this.plan)) };
  }

  /**
   * Computes the update of the next round without sending it.
   * @throws AppError federation-refused if the privacy budget would be exceeded, or if the steps so far cannot be read
   */
  async prepare({ turn, round, values }: FederationStatus): Promise<PreparedUpdate> {
    const { plan } = this;
    const { ledger, computeUpdate } = this.#options;
    const before = await ledger.load();
    if (!Number.isSafeInteger(before) || before < 0)
      throw new AppError('federation-refused', { reason: 'ledger-damaged' });
    const steps = before + plan.training.localSteps;
    const epsilonAfter = computePlanEpsilon(plan, steps);
    if (epsilonAfter > plan.privacy.maxEpsilon)
      throw new AppError('federation-refused', { reason: 'budget-exhausted' });
    const { update, norm } = await computeUpdate(values, this.#rows, plan.labels.length, plan.training);
    const epsilonBefore = computePlanEpsilon(plan, before);
    return { turn, round, update, norm, head: await digestVector(values), steps, epsilonBefore, epsilonAfter };
  }

  /**
   * Sends an update by the aggregation method of the plan.
   * @returns whether it is part of the next head; `false` if the turn has failed, usually because too few took part
   * @throws AppError federation-refused | coordinator-untrusted | aborted; errors from sending
   */
  async contribute({ turn, head, steps, update }: PreparedUpdate, signal?: AbortSignal): Promise<boolean> {
    const { ledger, invitation, key, modelSha256: model } = this.#options;
    const { aggregation, minParticipants } = this.plan;
    // The steps are stored before sending, because the coordinator may receive an update whose answer is lost.
    const recordSteps = () => ledger.store(steps);
    try {
      if (aggregation === 'secure') {
        const identity = { federation: invitation.id, own: key.publicKey };
        await contributeMasked(
          this.#requests,
          { ...identity, turn, model, head, steps, update, minParticipants, recordSteps },
          signal,
        );
      } else {
        await recordSteps();
        const vector = encodeVector(update);
        await this.#requests.request({ kind: 'update', turn, model, head, steps, vector }, 'combined', signal);
      }
      return true;
    } catch (thrown) {
      if (thrown instanceof TurnFailedError) return false;
      throw thrown;
    }
  }
}

function toScaling({ scaling: { mean, factor } }: FederatedPlan): Scaling {
  return { mean: Float64Array.from(mean), factor };
}

function createPlanError(facts: { readonly reason: PlanReason } & Readonly<Record<string, string | number>>): AppError {
  return new AppError('federation-invalid', facts);
}
