import { verifyEnvelope, type Envelope } from '../protocol/envelope.ts';
import { parsePayload, requestSchema, type FederatedRequest } from '../protocol/messages.ts';
import type { RoundMember } from '../secure-aggregation/masked-round.ts';
import { isCurvePoint } from '../secure-aggregation/round-cryptography.ts';
import { createDistrustError } from './requests.ts';

/**
 * The round keys that this participant has signed, and the turn, model and head that must be the same for every member.
 */
export interface OwnKeys extends Pick<
  Extract<FederatedRequest, { readonly kind: 'keys' }>,
  'federation' | 'turn' | 'model' | 'head'
> {
  readonly member: RoundMember;
}

/**
 * Checks the coordinator's list of participants: each must have signed its own valid keys for the same turn, model and
 * head, no participant or key may occur twice, and this participant must be in the list.
 * @returns the members, in the order of the list
 * @throws AppError coordinator-untrusted
 */
export async function checkRoster(
  members: readonly Envelope[],
  ownKeys: OwnKeys,
  minParticipants: number,
): Promise<readonly RoundMember[]> {
  if (members.length < minParticipants) throw createDistrustError('roster-too-small');
  if (new Set(members.map(({ key }) => key)).size < members.length) throw createDistrustError('roster-repeats');
  const checked = await Promise.all(members.map((envelope) => checkMember(envelope, ownKeys)));
  const points = checked.flatMap(({ maskKey, shareKey }) => [maskKey, shareKey]);
  if (new Set(points).size < points.length) throw createDistrustError('roster-repeats');
  const isListed = checked.some(
    ({ key, maskKey, shareKey }) =>
      key === ownKeys.member.key && maskKey === ownKeys.member.maskKey && shareKey === ownKeys.member.shareKey,
  );
  if (!isListed) throw createDistrustError('roster-without-self');
  return checked;
}

async function checkMember(envelope: Envelope, ownKeys: OwnKeys): Promise<RoundMember> {
  const keys = parsePayload(requestSchema, envelope.payload);
  if (keys?.kind !== 'keys' || !(await verifyEnvelope(envelope))) throw createDistrustError('roster-signature');
  const isSameBasis =
    keys.federation === ownKeys.federation &&
    keys.turn === ownKeys.turn &&
    keys.model === ownKeys.model &&
    keys.head === ownKeys.head;
  if (!isSameBasis) throw createDistrustError('roster-other-model');
  if (!(await isCurvePoint(keys.maskKey)) || !(await isCurvePoint(keys.shareKey)))
    throw createDistrustError('roster-keys-invalid');
  return { key: envelope.key, maskKey: keys.maskKey, shareKey: keys.shareKey };
}
