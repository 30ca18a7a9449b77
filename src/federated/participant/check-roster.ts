import { isSignedEnvelope, type Envelope } from '../protocol/envelope.ts';
import { parsePayload, requestSchema, type FederatedRequest } from '../protocol/messages.ts';
import type { RoundMember } from '../secure-aggregation/masked-round.ts';
import { isCurvePoint } from '../secure-aggregation/masks.ts';
import { createDistrustError } from './requests.ts';

/** What this participant itself has signed, with which every other must agree. */
export interface OwnKeys extends Pick<
  Extract<FederatedRequest, { readonly kind: 'keys' }>,
  'federation' | 'turn' | 'model' | 'head'
> {
  readonly member: RoundMember;
}

/**
 * Checks the list of participants that a coordinator states: each has signed its own valid keys, for the same turn, model
 * and head, none is there twice, and this participant is one of them.
 * @returns the members, in the order of the list
 * @throws AppError coordinator-untrusted
 */
export async function checkRoster(
  members: readonly Envelope[],
  own: OwnKeys,
  minParticipants: number,
): Promise<readonly RoundMember[]> {
  if (members.length < minParticipants) throw createDistrustError('roster-too-small');
  if (new Set(members.map(({ key }) => key)).size < members.length) throw createDistrustError('roster-repeats');
  const checked = await Promise.all(members.map((envelope) => checkMember(envelope, own)));
  const points = checked.flatMap(({ maskKey, shareKey }) => [maskKey, shareKey]);
  if (new Set(points).size < points.length) throw createDistrustError('roster-repeats');
  const isListed = checked.some(
    ({ key, maskKey, shareKey }) =>
      key === own.member.key && maskKey === own.member.maskKey && shareKey === own.member.shareKey,
  );
  if (!isListed) throw createDistrustError('roster-without-self');
  return checked;
}

async function checkMember(envelope: Envelope, own: OwnKeys): Promise<RoundMember> {
  const keys = parsePayload(requestSchema, envelope.payload);
  if (keys?.kind !== 'keys' || !(await isSignedEnvelope(envelope))) throw createDistrustError('roster-signature');
  const isSame =
    keys.federation === own.federation && keys.turn === own.turn && keys.model === own.model && keys.head === own.head;
  if (!isSame) throw createDistrustError('roster-other-model');
  if (!(await isCurvePoint(keys.maskKey)) || !(await isCurvePoint(keys.shareKey)))
    throw createDistrustError('roster-keys-invalid');
  return { key: envelope.key, maskKey: keys.maskKey, shareKey: keys.shareKey };
}
