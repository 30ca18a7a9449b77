import { describe, expect, test, vi } from 'vitest';
import { toBase64 } from '#core/encoding/base64.ts';
import { AppError } from '#core/errors/error.ts';
import type { ParticipantOptions } from '#federated/participant/participant.ts';
import { generateSigningKey, signEnvelope, type SigningKey } from '#federated/protocol/envelope.ts';
import type { FederatedAnswer } from '#federated/protocol/messages.ts';
import { parsePlan, type FederatedPlan } from '#federated/protocol/plan.ts';
import { digestVector, encodeVector } from '#federated/protocol/vectors.ts';
import { generateRoundKey } from '#federated/secure-aggregation/round-cryptography.ts';
import {
  createParticipant,
  createDigitsPlan,
  modelSha256,
  startFederation,
  type TestFederation,
} from './federation.fixture.ts';
import { countParameters } from './turn.ts';

/** Signs and sends a raw request, and parses the answer. */
async function ask(
  { coordinator, invitation }: TestFederation,
  key: SigningKey,
  fields: object,
): Promise<FederatedAnswer> {
  const nonce = 'A'.repeat(22) + '==';
  const envelope = await signEnvelope(key, { federation: invitation.id, nonce, ...fields });
  return JSON.parse((await coordinator.handle(envelope)).payload) as FederatedAnswer;
}

/** Creates an update that is accepted from an enrolled participant. */
async function createUpdate(plan: FederatedPlan, changes: object = {}) {
  const zeros = new Float64Array(countParameters(plan));
  const vector = encodeVector(zeros.map(() => 0.01));
  return { kind: 'update', turn: 0, model: modelSha256, head: await digestVector(zeros), steps: 6, vector, ...changes };
}

async function startOpen() {
  const plan = createDigitsPlan({ aggregation: 'median', minParticipants: 2 });
  const federation = await startFederation(plan);
  const key = await generateSigningKey();
  await ask(federation, key, { kind: 'enrol' });
  return { plan, federation, key };
}

describe('the coordinator refuses', () => {
  test.each([
    ['an update of another model', { model: 'cd'.repeat(32) }, 'update-other-model'],
    ['an update of another head', { head: 'cd'.repeat(32) }, 'update-other-head'],
    ['more steps than the privacy budget has', { steps: 10_000 }, 'budget-exhausted'],
    ['fewer steps than a round has', { steps: 1 }, 'privacy-understated'],
    ['no steps, which would be epsilon 0', { steps: 0 }, 'privacy-understated'],
    ['an update of an earlier or later round', { turn: 7 }, 'turn-over'],
    ['a masked update in a federation without secure aggregation', { kind: 'masked' }, 'message-order'],
    ['another plan', { federation: 'cd'.repeat(32) }, 'plan-unknown'],
    ['a request of an unknown kind', { kind: 'steal' }, 'request-unreadable'],
  ])('%s', async (_, changes, reason) => {
    const { plan, federation, key } = await startOpen();
    const answer = await ask(federation, key, await createUpdate(plan, changes));
    expect(answer).toMatchObject({ kind: 'refused', reason });
  });

  test.each([
    ['with a larger norm than the plan allows', (values: Float64Array) => values.fill(100), 'norm-too-large'],
    ['with a value that is not a number', (values: Float64Array) => values.fill(NaN, 3, 4), 'vector-invalid'],
    ['of another size', (values: Float64Array) => values.subarray(1), 'vector-invalid'],
  ])('an update %s', async (_, change, reason) => {
    const { plan, federation, key } = await startOpen();
    const vector = encodeVector(change(new Float64Array(countParameters(plan))));
    expect(await ask(federation, key, await createUpdate(plan, { vector }))).toMatchObject({ kind: 'refused', reason });
  });

  test('a request that another key signed', async () => {
    const { federation, key } = await startOpen();
    const { coordinator, invitation } = federation;
    const envelope = await signEnvelope(key, { kind: 'status', federation: invitation.id, nonce: 'A'.repeat(24) });
    const forged = { ...envelope, key: (await generateSigningKey()).publicKey };
    const changed = { ...envelope, payload: envelope.payload.replace('status', 'enrol') };
    for (const wrong of [forged, changed])
      expect((await coordinator.handle(wrong)).payload).toContain('"reason":"request-signature"');
  });

  test('round keys that are not points of the curve, or the same point twice', async () => {
    const plan = createDigitsPlan();
    const federation = await startFederation(plan);
    const key = await generateSigningKey();
    await ask(federation, key, { kind: 'enrol' });
    const point = toBase64((await generateRoundKey()).publicKey);
    const invalid = toBase64(new Uint8Array(65).fill(7));
    const head = await digestVector(new Float64Array(countParameters(plan)));
    for (const [maskKey, shareKey] of [
      [invalid, point],
      [point, invalid],
      [point, point],
    ])
      expect(
        await ask(federation, key, { kind: 'keys', turn: 0, model: modelSha256, head, maskKey, shareKey }),
      ).toMatchObject({ kind: 'refused', reason: 'request-unreadable' });
  });

  test('a participant that did not enrol', async () => {
    const { plan, federation } = await startOpen();
    const answer = await ask(federation, await generateSigningKey(), await createUpdate(plan));
    expect(answer).toMatchObject({ kind: 'refused', reason: 'not-enrolled' });
  });

  test('a second update that states no further steps', async () => {
    const { plan, federation, key } = await startOpen();
    const other = await generateSigningKey();
    await ask(federation, other, { kind: 'enrol' });
    const update = await createUpdate(plan);
    await Promise.all([key, other].map((signingKey) => ask(federation, signingKey, update)));
    const { parameters } = federation.coordinator.federation;
    const again = { ...update, turn: 1, head: await digestVector(Float64Array.from(parameters)) };
    expect(await ask(federation, key, again)).toMatchObject({ reason: 'privacy-understated' });
  });
});

describe('a plan is refused', () => {
  test.each([
    ['with epsilon 0', { privacy: { maxEpsilon: 0, delta: 1e-3 } }, 'epsilon-zero'],
    ['whose rounds exceed its epsilon', { rounds: 500 }, 'epsilon-exceeded'],
    ['without noise', { training: { ...createDigitsPlan().training, noiseMultiplier: 0 } }, 'plan-field'],
    ['with a class twice', { labels: ['a', 'a'] }, 'plan-field'],
    ['of a later format', { format: 2 }, 'plan-field'],
  ])('%s', (_, changes, reason) => {
    expect(() => parsePlan({ ...createDigitsPlan(), ...changes })).toThrow(
      expect.objectContaining({ code: 'federation-invalid', facts: expect.objectContaining({ reason }) as unknown }),
    );
  });

  test('by a participant that has another model, other features, or too many examples for its delta', async () => {
    const federation = await startFederation(createDigitsPlan());
    const reasonOf = (options: Parameters<typeof createParticipant>[2]) =>
      createParticipant(federation, 0, options).then(
        () => null,
        (error: unknown) => (error instanceof AppError ? error.facts.reason : error),
      );
    const [example] = [{ features: new Float32Array(64), label: 0 }];
    expect(await reasonOf({ modelSha256: '00'.repeat(32) })).toBe('plan-other-model');
    expect(await reasonOf({ examples: [{ features: new Float32Array(9), label: 0 }] })).toBe('plan-other-features');
    expect(await reasonOf({ examples: Array.from({ length: 1000 }, () => example) })).toBe('delta-too-large');
  });
});

test.each([-6, Number.NaN, Infinity, 0.5, undefined, '6'])(
  'a participant whose ledger has %s steps computes no update',
  async (steps) => {
    const federation = await startFederation(createDigitsPlan());
    const computeUpdate = vi.fn<ParticipantOptions['computeUpdate']>();
    const ledger = { load: async () => steps as number, store: async () => {} };
    const participant = await createParticipant(federation, 0, { ledger, computeUpdate });
    await expect(participant.prepare(await participant.readStatus())).rejects.toMatchObject({
      code: 'federation-refused',
      facts: { reason: 'ledger-damaged' },
    });
    expect(computeUpdate).not.toHaveBeenCalled();
  },
);
