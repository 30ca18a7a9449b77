import { withTimeout } from '#core/delay.ts';
import { digestText } from '#core/encoding/sha256.ts';
import { verifyEnvelope, signEnvelope, type Envelope, type SigningKey } from '#federated/protocol/envelope.ts';
import { parsePayload, requestSchema, type FederatedRequest } from '#federated/protocol/messages.ts';
import { computePlanEpsilon } from '#federated/protocol/plan.ts';
import { digestVector, encodeVector } from '#federated/protocol/vectors.ts';
import { maxShares } from '#federated/secure-aggregation/shamir.ts';
import type { Federation } from './federation.ts';
import { OpenTurn } from './open-turn.ts';
import { SecureTurn } from './secure-turn.ts';
import type { AnswerFields, Turn, TurnRequest } from './turn.ts';

/**
 * The maximum time that an answer waits for the end of a stage. After it, the participant is asked to repeat the
 * request.
 */
const maxWaitMs = 20_000;

/** Runs the rounds of one federation, with signed requests and answers. */
export class Coordinator {
  readonly #key: SigningKey;
  readonly #store: (federation: Federation) => Promise<void>;
  #federation: Federation;
  #turn: Turn;
  /** Whether the last change could be stored. The next request tries again. */
  #isStored = true;
  #isClosed = false;

  /** @param store called after every change, in order */
  constructor(federation: Federation, key: SigningKey, store: (federation: Federation) => Promise<void>) {
    this.#federation = federation;
    this.#key = key;
    this.#store = store;
    this.#turn = this.#beginTurn();
  }

  get federation(): Federation {
    return this.#federation;
  }

  /**
   * Answers a request within {@link maxWaitMs}. Invalid requests are refused and never cause an error.
   * @throws errors from `store`
   */
  async handle(envelope: Envelope): Promise<Envelope> {
    const fields =
      (await withTimeout(this.#answer(envelope), maxWaitMs, null)) ?? ({ kind: 'wait' } satisfies AnswerFields);
    return signAnswer(this.#key, this.#federation.id, envelope, fields);
  }

  /** Ends the current turn and begins no other. */
  close(): void {
    this.#isClosed = true;
    this.#turn.end();
  }

  async #answer(envelope: Envelope): Promise<AnswerFields> {
    if (!(await verifyEnvelope(envelope))) return { kind: 'refused', reason: 'request-signature' };
    const request = parsePayload(requestSchema, envelope.payload);
    if (!request) return { kind: 'refused', reason: 'request-unreadable' };
    if (request.federation !== this.#federation.id) return { kind: 'refused', reason: 'plan-unknown' };
    const { key } = envelope;
    if (!this.#isStored) await this.#change({});
    if (request.kind === 'status') return this.#describe();
    if (request.kind === 'enrol') return this.#enrol(key);
    const { isDone, turn } = this.#federation;
    if (!this.#federation.participants.some((participant) => participant.key === key))
      return { kind: 'refused', reason: 'not-enrolled' };
    if (request.turn !== turn) return { kind: 'refused', reason: isDone ? 'federation-done' : 'turn-over' };
    const currentTurn = this.#turn;
    const refusal = (await this.#checkStartingPoint(request)) ?? (await this.#countSteps(key, request));
    return refusal ?? currentTurn.handle({ key, request, envelope });
  }

  #describe(): AnswerFields {
    const { turn, round, isDone, participants, plan, parameters } = this.#federation;
    return {
      kind: 'status',
      turn,
      round,
      isDone,
      enrolled: participants.length,
      aggregation: plan.aggregation,
      parameters: encodeVector(parameters),
    };
  }

  async #enrol(key: string): Promise<AnswerFields> {
    const { participants, isDone } = this.#federation;
    if (participants.some((participant) => participant.key === key)) return this.#describe();
    if (isDone) return { kind: 'refused', reason: 'federation-done' };
    if (participants.length >= maxShares) return { kind: 'refused', reason: 'federation-full' };
    await this.#change({ participants: [...participants, { key, steps: 0 }] });
    return this.#describe();
  }

  /** Returns a refusal for an update that does not start from the model and head of the round. */
  async #checkStartingPoint(request: FederatedRequest): Promise<AnswerFields | null> {
    if (request.kind !== 'keys' && request.kind !== 'update') return null;
    const { plan, parameters } = this.#federation;
    if (request.model !== plan.modelSha256) return { kind: 'refused', reason: 'update-other-model' };
    const isCurrent = request.head === (await digestVector(parameters));
    return isCurrent ? null : { kind: 'refused', reason: 'update-other-head' };
  }

  /**
   * Counts the steps of an update. Refuses the update if the privacy budget is exceeded, or if the participant states
   * too few steps.
   */
  async #countSteps(key: string, request: TurnRequest['request']): Promise<AnswerFields | null> {
    if (request.kind !== 'update' && request.kind !== 'masked') return null;
    const { turn } = request; // the federation may have begun another turn since the request was checked
    const { plan, participants } = this.#federation;
    const participant = participants.find((other) => other.key === key)!;
    if (participant.turn === turn && participant.steps === request.steps) return null; // the participant has repeated its request
    if (request.steps < participant.steps + plan.training.localSteps)
      return { kind: 'refused', reason: 'privacy-understated' };
    if (computePlanEpsilon(plan, request.steps) > plan.privacy.maxEpsilon)
      return { kind: 'refused', reason: 'budget-exhausted' };
    const participantSteps = { key, steps: request.steps, turn };
    await this.#change({ participants: participants.map((other) => (other.key === key ? participantSteps : other)) });
    return null;
  }

  #beginTurn(): Turn {
    const { plan, id, turn } = this.#federation;
    const context = { plan, federation: id, number: turn, countEnrolled: () => this.#federation.participants.length };
    const newTurn = plan.aggregation === 'secure' ? new SecureTurn(context) : new OpenTurn(context);
    newTurn.outcome.then((update) => this.#finish(update)).catch((error: unknown) => console.error(error));
    return newTurn;
  }

  async #finish(update: Float64Array | null): Promise<void> {
    const { plan, turn, round, parameters } = this.#federation;
    const finishedRounds = update ? round + 1 : round;
    const newParameters = update ? parameters.map((value, index) => Math.fround(value + update[index]!)) : parameters;
    const isDone = finishedRounds >= plan.rounds;
    const change = this.#change({ turn: turn + 1, round: finishedRounds, parameters: newParameters, isDone });
    if (!isDone && !this.#isClosed) this.#turn = this.#beginTurn(); // must be handled before any request of the next turn
    await change;
  }

  async #change(change: Partial<Federation>): Promise<void> {
    this.#federation = { ...this.#federation, ...change };
    try {
      await this.#store(this.#federation);
      this.#isStored = true;
    } catch (thrown) {
      this.#isStored = false;
      throw thrown;
    }
  }
}

/** Signs an answer together with the digest of its request. */
export async function signAnswer(
  key: SigningKey,
  federation: string,
  { payload }: Envelope,
  fields: AnswerFields,
): Promise<Envelope> {
  return signEnvelope(key, { ...fields, federation, answers: await digestText(payload) });
}
