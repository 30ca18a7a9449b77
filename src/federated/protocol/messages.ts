import * as v from 'valibot';
import type { RefusalReason } from '#core/errors/reason.ts';
import { aggregations } from './plan.ts';

export const base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]*={0,2}$/));
export const point = v.pipe(base64, v.length(88));
export const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
export const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.object({ of: point, index: v.pipe(whole, v.minValue(1), v.maxValue(255)), share: base64 });

export const envelopeSchema = v.object({ payload: v.string(), key: point, signature: v.pipe(base64, v.length(88)) });

/**
 * The fields of every request: the digest of the plan, and a random nonce, so that no answer is valid for two requests.
 */
const common = { federation: sha256, nonce: v.pipe(v.string(), v.length(24)) };
/** The fields of requests in a turn, which is one attempt at a round. */
const inTurn = { ...common, turn: whole };
/** The model and head from which an update starts, so that an update with a different start is detected. */
const basis = { model: sha256, head: sha256 };
/** The total steps of the participant so far, including those of this update. */
const spent = { steps: whole };

/** The requests of a participant, in the order of a round. The first two are possible at any time. */
export const requestSchema = v.variant('kind', [
  v.object({ kind: v.literal('enrol'), ...common }),
  v.object({ kind: v.literal('status'), ...common }),
  /** The update as float32, little-endian. Used only without secure aggregation. */
  v.object({ kind: v.literal('update'), ...inTurn, ...basis, ...spent, vector: base64 }),
  /** The public keys of a participant for this turn. */
  v.object({ kind: v.literal('keys'), ...inTurn, ...basis, maskKey: point, shareKey: point }),
  /** Shares of the participant's secrets: one signed `SealedShare` for each other participant. */
  v.object({
    kind: v.literal('shares'),
    ...inTurn,
    roster: sha256,
    sealed: v.pipe(v.array(envelopeSchema), v.maxLength(255)),
  }),
  /** Reports the participants whose shares cannot be decrypted although they are correctly signed. */
  v.object({ kind: v.literal('opened'), ...inTurn, unreadable: v.pipe(v.array(point), v.maxLength(255)) }),
  /** The update as masked words, uint32, little-endian. */
  v.object({ kind: v.literal('masked'), ...inTurn, ...spent, vector: base64 }),
  /** Confirms the list of survivors that this participant received, by its digest. */
  v.object({ kind: v.literal('agree'), ...inTurn, survivors: sha256 }),
  /** Shares of the seeds of survivors, and of the pairwise mask keys of participants that dropped out. */
  v.object({
    kind: v.literal('unmask'),
    ...inTurn,
    seeds: v.pipe(v.array(share), v.maxLength(255)),
    maskSecrets: v.pipe(v.array(share), v.maxLength(255)),
  }),
]);
export type FederatedRequest = v.InferOutput<typeof requestSchema>;

const refusalReasons = [
  'request-signature',
  'request-unreadable',
  'plan-unknown',
  'update-other-model',
  'update-other-head',
  'budget-exhausted',
  'privacy-understated',
  'norm-too-large',
  'vector-invalid',
  'not-enrolled',
  'federation-full',
  'federation-done',
  'turn-over',
  'message-order',
] as const satisfies readonly RefusalReason[];

/** `answers` is the digest of the request's payload. */
const answer = { federation: sha256, answers: sha256 };

/** The answers of a coordinator. */
export const answerSchema = v.variant('kind', [
  v.object({
    kind: v.literal('status'),
    ...answer,
    turn: whole,
    /** The number of finished rounds. */
    round: whole,
    isDone: v.boolean(),
    enrolled: whole,
    aggregation: v.picklist(aggregations),
    /** The current head, float32, little-endian. */
    parameters: base64,
  }),
  /** The stage is not over, so the participant repeats the request. */
  v.object({ kind: v.literal('wait'), ...answer }),
  v.object({ kind: v.literal('refused'), ...answer, reason: v.picklist(refusalReasons) }),
  /** The turn has failed, usually because too few participants remained. */
  v.object({ kind: v.literal('failed'), ...answer, turn: whole }),
  /** The signed `keys` requests of all participants of the turn. */
  v.object({ kind: v.literal('roster'), ...answer, turn: whole, members: v.array(envelopeSchema) }),
  /** The shares that others have encrypted for this participant. */
  v.object({
    kind: v.literal('sealed'),
    ...answer,
    turn: whole,
    sealed: v.array(envelopeSchema),
  }),
  /** The participants that continue: those whose shares all others can read. */
  v.object({ kind: v.literal('sharers'), ...answer, turn: whole, sharers: v.array(point) }),
  v.object({ kind: v.literal('survivors'), ...answer, turn: whole, survivors: v.array(point) }),
  /** The signed `agree` requests of the survivors. */
  v.object({ kind: v.literal('agreements'), ...answer, turn: whole, agreements: v.array(envelopeSchema) }),
  v.object({ kind: v.literal('combined'), ...answer, turn: whole }),
]);
export type FederatedAnswer = v.InferOutput<typeof answerSchema>;
export type AnswerOf<Kind extends FederatedAnswer['kind']> = Extract<FederatedAnswer, { readonly kind: Kind }>;

/** Parses the payload of an envelope; `null` if it is not valid. */
export function parsePayload<T>(schema: v.GenericSchema<T>, payload: string): T | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(payload));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
