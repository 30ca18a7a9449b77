import { toBase64 } from '#core/encoding/base64.ts';
import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { digestText } from '#core/encoding/sha256.ts';
import { verifyEnvelope, type Envelope } from '../protocol/envelope.ts';
import { parsePayload, requestSchema } from '../protocol/messages.ts';
import { readSealedShare } from '../protocol/sealed-share.ts';
import { computeThreshold, MaskedRound } from '../secure-aggregation/masked-round.ts';
import { writeWords } from '../secure-aggregation/round-cryptography.ts';
import { checkRoster } from './check-roster.ts';
import { createDistrustError, TurnFailedError, type SignedRequests } from './requests.ts';

interface MaskedContribution {
  readonly federation: string;
  /** The public signing key of this participant. */
  readonly own: string;
  readonly turn: number;
  readonly model: string;
  readonly head: string;
  readonly steps: number;
  readonly update: Float64Array;
  readonly minParticipants: number;
  /** Stores the steps of the update. Called just before the update is sent. */
  readonly recordSteps: () => Promise<void>;
}

/**
 * Sends an update by secure aggregation, and checks everything that the coordinator states about the other
 * participants.
 * @throws AppError coordinator-untrusted before anything is revealed | errors from `SignedRequests.request`
 */
export async function contributeMasked(
  requests: SignedRequests,
  { federation, own, turn, model, head, steps, update, minParticipants, recordSteps }: MaskedContribution,
  signal?: AbortSignal,
): Promise<void> {
  const round = await MaskedRound.begin(own, `${federation} ${turn}`);
  const { member } = round;
  const { maskKey, shareKey } = member;
  const { members } = await requests.request({ kind: 'keys', turn, model, head, maskKey, shareKey }, 'roster', signal);
  const roster = await checkRoster(members, { federation, turn, model, head, member }, minParticipants);
  const rosterDigest = await digestText(toCanonicalJson(members.map(({ payload }) => payload)));

  const shares = await round.share(roster);
  const signed = await Promise.all(
    shares.map(({ to, bytes }) => requests.signForOther({ kind: 'share', turn, to, bytes })),
  );
  const shared = { kind: 'shares', turn, roster: rosterDigest, sealed: signed } as const;
  const { sealed } = await requests.request(shared, 'sealed', signal);
  const senders = roster.map(({ key }) => key).filter((key) => key !== own);
  const unreadable = await round.open(await readSealedShares(sealed, { federation, turn, to: own }, senders));
  const { sharers } = await requests.request({ kind: 'opened', turn, unreadable }, 'sharers', signal);
  if (!sharers.includes(own)) throw new TurnFailedError(); // another participant could not read the shares of this one
  const threshold = computeThreshold(roster.length);
  const areValid =
    sharers.length >= threshold && areUnique(sharers) && sharers.every((sharer) => round.hasSharesOf(sharer));
  if (!areValid) throw createDistrustError('sharers-invalid');
  const words = await round.mask(update, sharers);

  await recordSteps();
  const vector = toBase64(writeWords(words));
  const { survivors } = await requests.request({ kind: 'masked', turn, steps, vector }, 'survivors', signal);
  checkSurvivors(survivors, own, sharers, threshold);
  const digest = await digestText(toCanonicalJson([rosterDigest, sharers, survivors]));
  const agree = { kind: 'agree', turn, survivors: digest } as const;
  const { agreements } = await requests.request(agree, 'agreements', signal);
  await checkAgreements(agreements, { federation, turn, digest }, survivors, threshold);

  const { seeds, maskSecrets } = round.reveal(survivors);
  await requests.request({ kind: 'unmask', turn, seeds, maskSecrets }, 'combined', signal);
}

const areUnique = (keys: readonly string[]) => new Set(keys).size === keys.length;

/**
 * Reads the shares that others have signed for this participant.
 * @throws AppError coordinator-untrusted if a share is invalid, because an honest coordinator passes on only checked
 * shares
 */
async function readSealedShares(
  envelopes: readonly Envelope[],
  expected: { readonly federation: string; readonly turn: number; readonly to: string },
  senders: readonly string[],
): Promise<{ readonly from: string; readonly bytes: string }[]> {
  if (!areUnique(envelopes.map(({ key }) => key))) throw createDistrustError('share-not-authentic');
  return Promise.all(
    envelopes.map(async (envelope) => {
      const share = await readSealedShare(envelope);
      const isExpected =
        share?.federation === expected.federation &&
        share.turn === expected.turn &&
        share.to === expected.to &&
        senders.includes(envelope.key);
      if (!isExpected) throw createDistrustError('share-not-authentic');
      return { from: envelope.key, bytes: share.bytes };
    }),
  );
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
    areUnique(survivors) &&
    survivors.includes(own) &&
    survivors.every((survivor) => sharing.includes(survivor));
  if (!isValid) throw createDistrustError('survivors-invalid');
}

/**
 * Checks that enough participants received the same list. By sending different lists of survivors, a coordinator could
 * collect both secrets of a participant.
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
    if (isSame && survivors.includes(envelope.key) && (await verifyEnvelope(envelope))) agreeing.add(envelope.key);
  }
  if (agreeing.size < threshold) throw createDistrustError('survivors-disagree');
}
