import { toBase64 } from '#core/encoding/base64.ts';
import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { digestText, isSignedEnvelope, type Envelope } from '../protocol/envelope.ts';
import { parsePayload, requestSchema } from '../protocol/messages.ts';
import { computeThreshold, MaskedRound } from '../secure-aggregation/masked-round.ts';
import { writeWords } from '../secure-aggregation/masks.ts';
import { checkRoster } from './check-roster.ts';
import { createDistrustError, type SignedRequests } from './requests.ts';

interface MaskedContribution {
  readonly federation: string;
  /** The key by which this participant signs. */
  readonly own: string;
  readonly turn: number;
  readonly model: string;
  readonly head: string;
  readonly steps: number;
  readonly update: Float64Array;
  readonly minParticipants: number;
  /** Stores that the update is about to be sent. */
  readonly spend: () => Promise<void>;
}

/**
 * Sends an update by secure aggregation, and checks everything that the coordinator says about the other participants.
 * @throws AppError coordinator-untrusted, before anything is revealed, and as `SignedRequests.request`
 */
export async function contributeMasked(
  requests: SignedRequests,
  { federation, own, turn, model, head, steps, update, minParticipants, spend }: MaskedContribution,
  signal?: AbortSignal,
): Promise<void> {
  const round = await MaskedRound.begin(own, `${federation} ${turn}`);
  const { member } = round;
  const { maskKey, shareKey } = member;
  const { members } = await requests.request({ kind: 'keys', turn, model, head, maskKey, shareKey }, 'roster', signal);
  const roster = await checkRoster(members, { federation, turn, model, head, member }, minParticipants);
  const rosterDigest = await digestText(toCanonicalJson(members.map(({ payload }) => payload)));

  const shares = await round.share(roster);
  const { sealed } = await requests.request(
    { kind: 'shares', turn, roster: rosterDigest, sealed: shares },
    'sealed',
    signal,
  );
  const words = await round.mask(update, sealed);
  if (!words) throw createDistrustError('share-not-authentic');
  const threshold = computeThreshold(roster.length);
  if (round.sharing.length < threshold) throw createDistrustError('roster-too-small');

  await spend();
  const vector = toBase64(writeWords(words));
  const { survivors } = await requests.request({ kind: 'masked', turn, steps, vector }, 'survivors', signal);
  checkSurvivors(survivors, own, round.sharing, threshold);
  const digest = await digestText(toCanonicalJson([rosterDigest, survivors]));
  const agree = { kind: 'agree', turn, survivors: digest } as const;
  const { agreements } = await requests.request(agree, 'agreements', signal);
  await checkAgreements(agreements, { federation, turn, digest }, survivors, threshold);

  const { seeds, maskSecrets } = round.reveal(survivors);
  await requests.request({ kind: 'unmask', turn, seeds, maskSecrets }, 'combined', signal);
}

/** @throws AppError coordinator-untrusted */
function checkSurvivors(
  survivors: readonly string[],
  own: string,
  sharing: readonly string[],
  threshold: number,
): void {
  const isValid =
    survivors.length >= threshold &&
    new Set(survivors).size === survivors.length &&
    survivors.includes(own) &&
    survivors.every((survivor) => sharing.includes(survivor));
  if (!isValid) throw createDistrustError('survivors-invalid');
}

/**
 * Checks that enough participants were told the same: a coordinator that names different survivors to different
 * participants could collect both secrets of one of them.
 * @throws AppError coordinator-untrusted
 */
async function checkAgreements(
  agreements: readonly Envelope[],
  expected: { readonly federation: string; readonly turn: number; readonly digest: string },
  survivors: readonly string[],
  threshold: number,
): Promise<void> {
  const agreeing = new Set<string>();
  for (const envelope of agreements) {
    const agree = parsePayload(requestSchema, envelope.payload);
    const isSame =
      agree?.kind === 'agree' &&
      agree.federation === expected.federation &&
      agree.turn === expected.turn &&
      agree.survivors === expected.digest;
    if (isSame && survivors.includes(envelope.key) && (await isSignedEnvelope(envelope))) agreeing.add(envelope.key);
  }
  if (agreeing.size < threshold) throw createDistrustError('survivors-disagree');
}
