import * as v from 'valibot';
import { AppError } from '#core/errors/error.ts';
import { verifyEnvelope, signEnvelope, type Envelope, type SigningKey } from './envelope.ts';
import { envelopeSchema, parsePayload } from './messages.ts';
import { computePlanId, parsePlan, type FederatedPlan } from './plan.ts';

/** The file that a coordinator gives to participants outside the protocol: its signed plan and its address. */
const invitationSchema = v.object({
  assayFederation: v.literal(1),
  url: v.pipe(v.string(), v.maxLength(300)),
  plan: envelopeSchema,
});

/** A verified invitation. */
export interface Invitation {
  readonly plan: FederatedPlan;
  /** The digest of the plan. */
  readonly id: string;
  /** The coordinator's public key, which verifies every answer. */
  readonly coordinator: string;
  readonly url: string;
}

/** Signs a plan, and formats it as the JSON file of an invitation. */
export async function formatInvitation(plan: FederatedPlan, url: string, key: SigningKey): Promise<string> {
  const signed: Envelope = await signEnvelope(key, plan);
  return `${JSON.stringify({ assayFederation: 1, url, plan: signed }, null, 2)}\n`;
}

/** Parses and verifies an invitation. @throws AppError federation-invalid */
export async function parseInvitation(text: string): Promise<Invitation> {
  const invitation = parsePayload(invitationSchema, text);
  if (!invitation) throw new AppError('federation-invalid', { reason: 'not-an-invitation' });
  const { plan: envelope, url } = invitation;
  if (!(await verifyEnvelope(envelope))) throw new AppError('federation-invalid', { reason: 'invitation-signature' });
  const plan = parsePlan(JSON.parse(envelope.payload));
  return { plan, id: await computePlanId(plan), coordinator: envelope.key, url };
}
