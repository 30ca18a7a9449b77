import { expect, test } from 'vitest';
import { toBase64 } from '#core/encoding/base64.ts';
import type { SendEnvelope } from '#federated/participant/requests.ts';
import { generateSigningKey, signEnvelope, type Envelope, type SigningKey } from '#federated/protocol/envelope.ts';
import {
  createDigitsPlan,
  createParticipant,
  runRound,
  startFederation,
  trainingDigits,
  type TestFederation,
} from './federation.fixture.ts';

type Request = Record<string, unknown> & { readonly kind: string };
interface Attacker {
  readonly federation: TestFederation;
  readonly key: SigningKey;
}
type Tamper = (request: Request, attacker: Attacker) => Request | Promise<Request>;

/** Sends the changed requests of a dishonest participant, and records the answers. */
function tamperWithRequests(attacker: Attacker, tamper: Tamper, answers: Request[]): SendEnvelope {
  return async (envelope) => {
    const request = JSON.parse(envelope.payload) as Request;
    const answer = await attacker.federation.coordinator.handle(
      await signEnvelope(attacker.key, await tamper(request, attacker)),
    );
    answers.push(JSON.parse(answer.payload) as Request);
    return answer;
  };
}

/**
 * Runs a round of five participants, of which the first is dishonest.
 * @returns the outcome of the others, and the coordinator's last answer to the dishonest one
 */
async function runRoundWith(tamper: Tamper) {
  const federation = await startFederation(createDigitsPlan({ minParticipants: 3, stageSeconds: 1 }));
  const key = await generateSigningKey();
  const answers: Request[] = [];
  const participants = await Promise.all(
    [0, 1, 2, 3, 4].map((index) =>
      createParticipant(federation, index, {
        examples: trainingDigits.slice(20 * index, 20 * (index + 1)),
        ...(index === 0 && { key, send: tamperWithRequests({ federation, key }, tamper, answers) }),
      }),
    ),
  );
  const [attacker, ...others] = participants;
  for (const participant of participants) await participant.enrol();
  const attacking = runRound([attacker!]).catch(() => null);
  const combined = await runRound(others);
  await attacking;
  return { combined, told: answers.at(-1), key: key.publicKey, federation };
}

const readSealedShares = (request: Request) => request['sealed'] as Envelope[];

test('a participant that sends unreadable shares is excluded, and the round continues with the others', async () => {
  const { combined, federation } = await runRoundWith(async (request, { key }) => {
    if (request.kind !== 'shares') return request;
    const bytes = toBase64(new Uint8Array(92).fill(7));
    const tampered = readSealedShares(request).map(({ payload }) =>
      signEnvelope(key, { ...(JSON.parse(payload) as object), bytes }),
    );
    return { ...request, sealed: await Promise.all(tampered) };
  });
  expect(combined).toEqual([true, true, true, true]);
  expect(federation.coordinator.federation).toMatchObject({ round: 1, turn: 1 });
});

test('a participant that reports all others is excluded, and the round continues with the others', async () => {
  const { combined } = await runRoundWith((request, { federation, key }) => {
    if (request.kind !== 'opened') return request;
    const others = federation.coordinator.federation.participants.filter((other) => other.key !== key.publicKey);
    return { ...request, unreadable: others.map((other) => other.key) };
  });
  expect(combined).toEqual([true, true, true, true]);
});

test.each<[string, Tamper]>([
  [
    'that it has not signed',
    (request) =>
      request.kind === 'shares'
        ? {
            ...request,
            sealed: readSealedShares(request).map(({ payload, key }) => ({
              payload,
              key,
              signature: readSealedShares(request)[0]!.signature,
            })),
          }
        : request,
  ],
  [
    'for only some of the others',
    (request) => (request.kind === 'shares' ? { ...request, sealed: readSealedShares(request).slice(1) } : request),
  ],
  [
    'of another turn',
    async (request, { key }) => {
      if (request.kind !== 'shares') return request;
      const shares = readSealedShares(request).map(
        ({ payload }) => JSON.parse(payload.replace('"turn":0', '"turn":7')) as object,
      );
      return { ...request, sealed: await Promise.all(shares.map((share) => signEnvelope(key, share))) };
    },
  ],
])('shares %s are rejected, and the round continues with the others', async (_, tamper) => {
  const { combined, told } = await runRoundWith(tamper);
  expect(told).toMatchObject({ kind: 'refused', reason: 'request-unreadable' });
  expect(combined).toEqual([true, true, true, true]);
});
