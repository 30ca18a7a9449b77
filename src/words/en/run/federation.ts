import type { FederatedPlan } from '#federated/protocol/plan.ts';
import { format } from '../format.ts';

const { whole, bytes } = format;
const number = (value: number) => value.toPrecision(3);

export const federation = {
  title: 'Learn together with others',
  lead: 'Train the classes of an invitation on your pictures, together with other people. Pictures and their features never leave this browser. What leaves is an update of the last layer, clipped and with noise, and only after you have agreed to it.',
  open: 'Open an invitation',
  checking: 'Checking the invitation',
  needsCompanion:
    'Connect a companion first. It passes the messages on: the coordinator’s own, or the one at the end of a tunnel to it.',
  companionPage: 'Open Companion',
  needsClasses: (labels: readonly string[]): string => `Add pictures to these classes: ${labels.join(', ')}.`,
  plan: 'Plan',
  coordinator: 'Key of the coordinator',
  compareKey: 'Compare it with the key that the coordinator shows (assay federate show).',
  labels: 'Classes',
  rounds: (rounds: number, participants: number): string =>
    `${whole(rounds)} rounds, each with at least ${whole(participants)} participants`,
  aggregations: {
    secure:
      'Secure aggregation: the coordinator sees only the sum of all updates, not yours. It cannot leave out poisoned ones, except by their length.',
    median:
      'Median: the coordinator sees your update, with its noise. A minority of poisoned updates does little harm.',
    'trimmed-mean':
      'Trimmed mean: the coordinator sees your update, with its noise. A minority of poisoned updates does little harm.',
  } satisfies Record<FederatedPlan['aggregation'], string>,
  privacy: (epsilon: number, delta: number): string =>
    `Privacy of each picture over all rounds: epsilon ${number(epsilon)}, delta ${number(delta)}`,
  prepare: 'Compute my update',
  computing: 'Computing the update',
  preview: {
    title: 'What leaves, if you agree',
    round: (round: number, rounds: number, enrolled: number): string =>
      `Round ${whole(round)} of ${whole(rounds)}, ${enrolled === 1 ? '1 participant' : `${whole(enrolled)} participants`} so far`,
    leaves: (values: number, size: number): string =>
      `${whole(values)} numbers (${bytes(size)}), your public key and a signature`,
    norm: (norm: number, max: number): string => `Length of the update: ${number(norm)}, clipped to ${number(max)}`,
    epsilon: (before: number, after: number, max: number): string =>
      `Epsilon so far ${number(before)}, afterwards ${number(after)} of ${number(max)}`,
  },
  send: 'Send this update',
  discard: 'Do not send',
  sending: 'Waiting for the other participants',
  combined: 'Your update is part of the new model.',
  failed: 'Too few took part, so this round begins again. Epsilon counts your update if it had already left.',
  done: 'All rounds are done.',
  use: 'Save the common model',
  progress: (round: number, rounds: number): string => `${whole(round)} of ${whole(rounds)} rounds done`,
};
