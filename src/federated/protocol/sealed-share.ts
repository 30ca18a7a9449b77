import * as v from 'valibot';
import { verifyEnvelope, type Envelope } from './envelope.ts';
import { base64, parsePayload, point, sha256, whole } from './messages.ts';

/**
 * Shares of a participant that are encrypted for another. It signs each of them, so that a recipient can distinguish a
 * participant that sends unreadable shares from a coordinator that changes them.
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
