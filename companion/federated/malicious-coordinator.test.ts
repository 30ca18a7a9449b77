import { expect, test } from 'vitest';
import { toBase64 } from '#core/encoding/base64.ts';
import { AppError } from '#core/errors/error.ts';
import { checkRoster } from '#federated/participant/check-roster.ts';
import type { Participant } from '#federated/participant/participant.ts';
import type { SendEnvelope } from '#federated/participant/requests.ts';
import { generateSigningKey, signEnvelope, type Envelope, type SigningKey } from '#federated/protocol/envelope.ts';
import { generateRoundKey } from '#federated/secure-aggregation/round-cryptography.ts';
import {
  createParticipant,
  createDigitsPlan,
  startFederation,
  trainingDigits,
  type TestFederation,
} from './federation.fixture.ts';

/** Base64 with the length of an encoded point, but not on the curve. */
const invalidPoint = toBase64(new Uint8Array(65).fill(7));

/** An answer as plain JSON, which a dishonest coordinator can change freely. */
type Answer = Record<string, unknown> & { readonly kind: string };
type Tamper = (answer: Answer, request: Envelope) => Answer | Promise<Answer>;

/** Simulates a dishonest coordinator: changes the answers of a real one before they are signed with its key. */
function tamperWithAnswers({ coordinator, key }: TestFederation, tamper: Tamper): SendEnvelope {
  return async (envelope) => {
    const answer = await coordinator.handle(envelope);
    return signEnvelope(key, await tamper(JSON.parse(answer.payload) as Answer, envelope));
  };
}

/**
 * Runs a round of four participants in which the first one receives changed answers.
 * @returns the reason why it stopped; `null` if it did not
 */
async function runRoundWith(tamper: Tamper, send?: (federation: TestFederation) => SendEnvelope): Promise<unknown> {
  const federation = await startFederation(createDigitsPlan({ minParticipants: 3, stageSeconds: 1 }));
  const participants = await Promise.all(
    [0, 1, 2, 3].map((index) =>
      createParticipant(federation, index, {
        examples: trainingDigits.slice(20 * index, 20 * (index + 1)),
        ...(index === 0 && { send: send?.(federation) ?? tamperWithAnswers(federation, tamper) }),
      }),
    ),
  );
  const run = async (participant: Participant) => {
    await participant.enrol();
    return participant.contribute(await participant.prepare(await participant.readStatus()));
  };
  const [first, ...others] = participants.map((participant) => run(participant));
  const stopping = first!.then(
    () => null,
    (error: unknown) => error,
  );
  for (const other of others) other.catch(() => {}); // the others wait for the first one until the turn ends
  const stopped = await stopping;
  federation.coordinator.close();
  return stopped instanceof AppError && stopped.code === 'coordinator-untrusted' ? stopped.facts.reason : stopped;
}

const change =
  (kind: string, changes: (answer: Answer) => object): Tamper =>
  (answer) =>
    answer.kind === kind ? { ...answer, ...changes(answer) } : answer;

/** Changes a participant's message without signing it again, because only the participant could do so. */
const replaceMaskKey = ({ payload, key, signature }: Envelope): Envelope => ({
  payload: payload.replace(/"maskKey":"..../, '"maskKey":"BAAA'),
  key,
  signature,
});
const readMembers = (answer: Answer) => answer['members'] as Envelope[];
const readSealedShares = (answer: Answer) => answer['sealed'] as Envelope[];
const readSharers = (answer: Answer) => answer['sharers'] as string[];
const readSurvivors = (answer: Answer) => answer['survivors'] as string[];

test('an honest coordinator is trusted', async () => {
  expect(await runRoundWith((answer) => answer)).toBeNull();
});

test.each<[string, Tamper, string]>([
  [
    'leaves this participant out of the list',
    change('roster', (answer) => ({ members: readMembers(answer).slice(1).concat(readMembers(answer).slice(1, 2)) })),
    'roster-repeats',
  ],
  [
    'states fewer participants than the plan requires',
    change('roster', (answer) => ({ members: readMembers(answer).slice(0, 2) })),
    'roster-too-small',
  ],
  [
    'replaces the keys of a participant by its own',
    change('roster', (answer) => ({
      members: readMembers(answer).map(replaceMaskKey),
    })),
    'roster-signature',
  ],
  [
    'states survivors that are not participants',
    change('survivors', (answer) => ({ survivors: [...readSurvivors(answer), 'A'.repeat(86) + '=='] })),
    'survivors-invalid',
  ],
  [
    'states too few survivors',
    change('survivors', (answer) => ({ survivors: readSurvivors(answer).slice(0, 2) })),
    'survivors-invalid',
  ],
  ['shows no agreement of others', change('agreements', () => ({ agreements: [] })), 'survivors-disagree'],
  [
    'changes an encrypted share',
    change('sealed', (answer) => ({
      sealed: readSealedShares(answer).map(({ payload, key, signature }) => ({
        payload: payload.replace(/"bytes":"..../, '"bytes":"AAAA'),
        key,
        signature,
      })),
    })),
    'share-not-authentic',
  ],
  [
    'passes on a share twice',
    change('sealed', (answer) => ({ sealed: [...readSealedShares(answer), ...readSealedShares(answer)] })),
    'share-not-authentic',
  ],
  [
    'withholds a share of a participant that is said to go on',
    change('sealed', (answer) => ({ sealed: readSealedShares(answer).slice(1) })),
    'sharers-invalid',
  ],
  [
    'goes on with too few participants',
    (answer, { key }) => (answer.kind === 'sharers' ? { ...answer, sharers: [key] } : answer),
    'sharers-invalid',
  ],
  [
    'goes on with a participant twice',
    change('sharers', (answer) => ({ sharers: [...readSharers(answer), readSharers(answer)[0]] })),
    'sharers-invalid',
  ],
  ['answers another request', (answer) => ({ ...answer, answers: '00'.repeat(32) }), 'answer-other'],
  ['answers for another federation', (answer) => ({ ...answer, federation: '00'.repeat(32) }), 'answer-other'],
  ['answers with another kind of message', change('roster', () => ({ kind: 'combined' })), 'answer-not-allowed'],
])('a coordinator that %s is not trusted', async (_, tamper, reason) => {
  expect(await runRoundWith(tamper)).toBe(reason);
});

test('a participant that is missing from the list stops', async () => {
  const tamper: Tamper = (answer, { key }) =>
    answer.kind === 'roster'
      ? { ...answer, members: readMembers(answer).filter((member) => member.key !== key) }
      : answer;
  expect(await runRoundWith(tamper)).toBe('roster-without-self');
});

test('an answer that another key signed is not trusted', async () => {
  const reason = await runRoundWith(
    (answer) => answer,
    ({ coordinator }) =>
      async (envelope) =>
        signEnvelope(await generateSigningKey(), JSON.parse((await coordinator.handle(envelope)).payload) as object),
  );
  expect(reason).toBe('answer-signature');
});

test('a participant reveals nothing if the others received different lists of the participants that continue', async () => {
  const tamper: Tamper = (answer, { key }) => {
    const { kind } = answer;
    if (kind !== 'sharers' && kind !== 'survivors') return answer;
    const others = (answer[kind] as string[]).filter((other) => other !== key);
    return { ...answer, [kind]: [key, ...others.slice(0, 2)].sort() };
  };
  expect(await runRoundWith(tamper)).toBe('survivors-disagree');
});

test('a participant reveals nothing if the others received a different list of survivors', async () => {
  // The first participant receives a list without another one, so it would reveal the secret of that participant's
  // pairwise masks.
  const tamper: Tamper = (answer, { key }) => {
    if (answer.kind !== 'survivors') return answer;
    const others = readSurvivors(answer).filter((survivor) => survivor !== key);
    return { ...answer, survivors: [key, ...others.slice(0, 2)].sort() };
  };
  expect(await runRoundWith(tamper)).toBe('survivors-disagree');
});

test('a list with a participant of another model or head, or with an invalid key, is not accepted', async () => {
  const [own, other] = await Promise.all([generateSigningKey(), generateSigningKey()]);
  const keys = { federation: 'ab'.repeat(32), turn: 3, model: 'cd'.repeat(32), head: 'ef'.repeat(32) };
  const roundKeys = await Promise.all(Array.from({ length: 4 }, generateRoundKey));
  const points = roundKeys.map(({ publicKey }) => toBase64(publicKey));
  const [maskKey, shareKey] = points as [string, string];
  const sign = (key: SigningKey, [mask, share]: readonly string[], changes: object = {}) =>
    signEnvelope(key, { kind: 'keys', nonce: 'A'.repeat(24), ...keys, maskKey: mask, shareKey: share, ...changes });
  const checked = async (changes: object) =>
    checkRoster(
      [await sign(own, points), await sign(other, points.slice(2), changes)],
      { ...keys, member: { key: own.publicKey, maskKey, shareKey } },
      2,
    );
  expect(await checked({})).toHaveLength(2);
  for (const changes of [{ maskKey: invalidPoint }, { shareKey: invalidPoint }])
    await expect(checked(changes)).rejects.toMatchObject({ facts: { reason: 'roster-keys-invalid' } });
  for (const changes of [{ head: '00'.repeat(32) }, { model: '00'.repeat(32) }, { turn: 2 }])
    await expect(checked(changes)).rejects.toMatchObject({ facts: { reason: 'roster-other-model' } });
});
