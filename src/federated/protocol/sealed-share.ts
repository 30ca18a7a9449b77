import * as v from 'valibot';
import { verifyEnvelope, type Envelope } from './envelope.ts';
import { base64, parsePayload, point, sha256, whole } from './messages.ts';

/**
 * A participant's shares, encrypted for one recipient and signed by the sender. The signature lets the recipient
 * distinguish a sender of unreadable shares from a coordinator that changes them.
 */
const sealedShareSchema = v.object({
  kind: v.literal('share'),
  federation: sha256,
  turn: whole,
  to: point,
  bytes: base64,
});
export type SealedShare = v.InferOutput<typeof sealedShareSchema>;

/** Reads shares that the owner of the key in the envelope has signed; `null` if they are not valid. */
export async function readSealedShare(envelope: Envelope): Promise<SealedShare | null> {
  const share = parsePayload(sealedShareSchema, envelope.payload);
  return share && (await verifyEnvelope(envelope)) ? share : null;
}
