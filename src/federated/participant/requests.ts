import { toBase64 } from '#core/encoding/base64.ts';
import { AppError } from '#core/errors/error.ts';
import type { DistrustReason } from '#core/errors/reason.ts';
import { digestText } from '#core/encoding/sha256.ts';
import { verifyEnvelope, signEnvelope, type Envelope, type SigningKey } from '../protocol/envelope.ts';
import type { Invitation } from '../protocol/invitation.ts';
import {
  answerSchema,
  parsePayload,
  type AnswerOf,
  type FederatedAnswer,
  type FederatedRequest,
} from '../protocol/messages.ts';

/** Sends a signed request to the coordinator, and resolves with its signed answer. */
export type SendEnvelope = (envelope: Envelope) => Promise<Envelope>;

type WithoutCommon<Request> = Request extends unknown ? Omit<Request, 'federation' | 'nonce'> : never;
type RequestFields = WithoutCommon<FederatedRequest>;

/** Thrown if the turn of a request has failed or ended. */
export class TurnFailedError extends Error {}

/** Signs the requests of one participant, and verifies the answers. */
export class SignedRequests {
  readonly #invitation: Invitation;
  readonly #key: SigningKey;
  readonly #send: SendEnvelope;

  constructor(invitation: Invitation, key: SigningKey, send: SendEnvelope) {
    [this.#invitation, this.#key, this.#send] = [invitation, key, send];
  }

  /**
   * Repeats a request until its final answer arrives.
   * @throws AppError federation-refused | coordinator-untrusted | aborted; TurnFailedError; errors from sending
   */
  async request<Kind extends FederatedAnswer['kind']>(
    fields: RequestFields,
    expected: Kind,
    signal?: AbortSignal,
  ): Promise<AnswerOf<Kind>> {
    const nonce = toBase64(crypto.getRandomValues(new Uint8Array(16)));
    const envelope = await signEnvelope(this.#key, { ...fields, federation: this.#invitation.id, nonce });
    for (;;) {
      if (signal?.aborted) throw new AppError('aborted');
      const answer = await this.#check(envelope, await this.#send(envelope));
      if (answer.kind === 'wait') continue;
      if (answer.kind === 'failed' || (answer.kind === 'refused' && answer.reason === 'turn-over'))
        throw new TurnFailedError();
      if (answer.kind === 'refused') throw new AppError('federation-refused', { reason: answer.reason });
      if (answer.kind !== expected) throw createDistrustError('answer-not-allowed');
      return answer as AnswerOf<Kind>;
    }
  }

  /** Signs a text for another participant, to whom the coordinator passes it on. */
  signForOther(fields: object): Promise<Envelope> {
    return signEnvelope(this.#key, { ...fields, federation: this.#invitation.id });
  }

  async #check(request: Envelope, answer: Envelope): Promise<FederatedAnswer> {
    if (answer.key !== this.#invitation.coordinator || !(await verifyEnvelope(answer)))
      throw createDistrustError('answer-signature');
    const parsed = parsePayload(answerSchema, answer.payload);
    if (!parsed) throw createDistrustError('answer-not-allowed');
    const isBound = parsed.federation === this.#invitation.id && parsed.answers === (await digestText(request.payload));
    if (!isBound) throw createDistrustError('answer-other');
    return parsed;
  }
}

/** Creates the error for a statement of the coordinator that cannot be true. */
export function createDistrustError(reason: DistrustReason): AppError {
  return new AppError('coordinator-untrusted', { reason });
}
