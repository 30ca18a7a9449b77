import type { FederationStatus, PreparedUpdate } from '#federated/participant/participant.ts';
import type { Invitation } from '#federated/protocol/invitation.ts';
import { computePlanEpsilon } from '#federated/protocol/plan.ts';
import { format } from '#words/en/format.ts';
import { federation as words } from '#words/en/run/federation.ts';
import type { Federation } from '../../federated/federation.ts';
import { formatTable } from './format-value.ts';
import { toSingleLine } from './terminal-text.ts';

const { whole } = format;

/** The plan of an invitation, as the page shows it. */
export function formatPlan({ plan, coordinator, id }: Invitation): string {
  const { training, rounds, privacy } = plan;
  const epsilon = computePlanEpsilon(plan, rounds * training.localSteps);
  return [
    toSingleLine(`${plan.name}: ${plan.labels.join(', ')}`),
    words.rounds(rounds, plan.minParticipants),
    words.aggregations[plan.aggregation],
    words.privacy(epsilon, privacy.delta),
    `${words.plan}: ${id}`,
    `${words.coordinator}: ${coordinator}`,
  ].join('\n');
}

/** Formats what the participant would send in the next round. */
export function formatPreview(invitation: Invitation, prepared: PreparedUpdate, status: FederationStatus): string {
  const { plan } = invitation;
  return [
    words.preview.round(prepared.round + 1, plan.rounds, status.enrolled),
    words.preview.sentValues(prepared.update.length, 4 * prepared.update.length),
    words.preview.norm(prepared.norm, plan.training.maxUpdateNorm),
    words.preview.epsilon(prepared.epsilonBefore, prepared.epsilonAfter, plan.privacy.maxEpsilon),
    words.aggregations[plan.aggregation],
  ].join('\n');
}

export function formatFederations(federations: readonly Federation[]): string {
  if (federations.length === 0) return 'There are no federations.';
  const rows = federations.map(({ plan, round, participants, id }) => [
    toSingleLine(plan.name),
    `${whole(round)} of ${whole(plan.rounds)}`,
    whole(participants.length),
    id.slice(0, 12),
  ]);
  return formatTable([['name', 'rounds', 'participants', 'plan'], ...rows]);
}
