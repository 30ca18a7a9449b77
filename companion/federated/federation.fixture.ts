import { createSeededRandom, shuffle } from '#core/random.ts';
import { Participant, type ParticipantOptions } from '#federated/participant/participant.ts';
import type { SendEnvelope } from '#federated/participant/requests.ts';
import { generateSigningKey, type SigningKey } from '#federated/protocol/envelope.ts';
import { createPlan, type PlanChoices } from '#federated/protocol/create-plan.ts';
import { formatInvitation, parseInvitation, type Invitation } from '#federated/protocol/invitation.ts';
import type { FederatedPlan } from '#federated/protocol/plan.ts';
import { computeLocalUpdate } from '#federated/training/local-update.ts';
import { digitLabels, readDigits } from '../../scripts/digits/uci-digits.fixture.ts';
import { Coordinator } from './coordinator.ts';
import { countParameters } from './turn.ts';

export const modelSha256 = 'ab'.repeat(32);
const digits = shuffle(readDigits(), createSeededRandom(3));
/** 1,400 digits for participants to train on, and 300 to test; the other 97 are the coordinator's. */
export const trainingDigits = digits.slice(0, 1400);
export const testDigits = digits.slice(1400, 1700);

/** A plan for digits of 8 x 8 pixels. */
export function createDigitsPlan(choices: Partial<PlanChoices> = {}): FederatedPlan {
  return createPlan({
    name: 'digits',
    modelSha256,
    labels: [...digitLabels],
    aggregation: 'secure',
    rounds: 5,
    minParticipants: 3,
    epsilon: 16,
    delta: 1e-3,
    roundSeconds: 20,
    stageSeconds: 20,
    publicFeatures: digits.slice(1700).map(({ features }) => features),
    ...choices,
  });
}

export interface TestFederation {
  readonly coordinator: Coordinator;
  readonly key: SigningKey;
  readonly invitation: Invitation;
}

export async function startFederation(plan: FederatedPlan): Promise<TestFederation> {
  const key = await generateSigningKey();
  const invitation = await parseInvitation(await formatInvitation(plan, 'http://127.0.0.1:1', key));
  const federation = {
    id: invitation.id,
    plan,
    parameters: new Float64Array(countParameters(plan)),
    turn: 0,
    round: 0,
    isDone: false,
    participants: [],
  };
  return { coordinator: new Coordinator(federation, key, async () => {}), key, invitation };
}

/** Creates a participant with its own 140 digits and reproducible noise. */
export async function createParticipant(
  { invitation, coordinator }: Pick<TestFederation, 'invitation' | 'coordinator'>,
  index: number,
  options: Partial<ParticipantOptions> & { readonly send?: SendEnvelope } = {},
): Promise<Participant> {
  let steps = 0;
  const random = createSeededRandom(100 + index);
  return new Participant({
    invitation,
    key: await generateSigningKey(),
    send: (envelope) => coordinator.handle(envelope),
    modelSha256,
    examples: trainingDigits.slice(140 * index, 140 * (index + 1)),
    ledger: { load: async () => steps, store: async (now) => void (steps = now) },
    computeUpdate: async (...training) => computeLocalUpdate(...training, random),
    ...options,
  });
}

/** Runs one round of all participants. @returns whether each took part */
export function runRound(participants: readonly Participant[]): Promise<readonly boolean[]> {
  return Promise.all(
    participants.map(async (participant) =>
      participant.contribute(await participant.prepare(await participant.readStatus())),
    ),
  );
}
