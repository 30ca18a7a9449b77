import type { FederatedPlan } from '#federated/protocol/plan.ts';
import { format } from '../format.ts';

const { whole, bytes } = format;
const number = (value: number) => value.toPrecision(3);

export const federation = {
  title: 'Learn together with others',
  lead: 'Train a shared classifier with other people, each on their own images. Your images and their features never leave this browser. Only an update of the last layer is sent, clipped and with added noise, and only after you agree.',
  open: 'Open an invitation',
  checking: 'Checking the invitation',
  needsCompanion: 'Connect to the coordinator’s companion first, directly or through a tunnel.',
  companionPage: 'Open Native engines',
  needsClasses: (labels: readonly string[]): string => `Add images to these classes: ${labels.join(', ')}.`,
  plan: 'Plan',
  coordinator: 'Coordinator’s key',
  compareKey: 'Compare it with the key that the coordinator sees (assay federate show).',
  labels: 'Classes',
  rounds: (rounds: number, participants: number): string =>
    `${whole(rounds)} rounds, each with at least ${whole(participants)} participants`,
  aggregations: {
    secure:
      'Secure aggregation: the coordinator sees only the sum of all updates, not yours. It cannot leave out poisoned updates, but discards a sum whose norm is too large.',
    median:
      'Median: the coordinator sees your update, with its noise. A minority of poisoned updates does little harm.',
    'trimmed-mean':
      'Trimmed mean: the coordinator sees your update, with its noise. A minority of poisoned updates does little harm.',
  } satisfies Record<FederatedPlan['aggregation'], string>,
  privacy: (epsilon: number, delta: number): string =>
    `Privacy budget of each image over all rounds: epsilon ${number(epsilon)}, delta ${number(delta)}`,
  prepare: 'Compute my update',
  computing: 'Computing the update',
  preview: {
    title: 'What is sent if you agree',
    round: (round: number, rounds: number, enrolled: number): string =>
      `Round ${whole(round)} of ${whole(rounds)}, ${enrolled === 1 ? '1 participant' : `${whole(enrolled)} participants`} so far`,
    sentValues: (values: number, size: number): string =>
      `${whole(values)} numbers (${bytes(size)}), your public key and a signature`,
    norm: (norm: number, max: number): string => `Norm of the update: ${number(norm)}, clipped to ${number(max)}`,
    epsilon: (before: number, after: number, max: number): string =>
      `Epsilon: ${number(before)} so far, ${number(after)} after this update, at most ${number(max)}`,
  },
  send: 'Send this update',
  discard: 'Discard this update',
  sending: 'Waiting for the other participants',
  combined: 'Your update is part of the new model.',
  failed:
    'Too few participants took part, so this round starts again. If your update was already sent, it still counts towards epsilon.',
  done: 'All rounds are done.',
  use: 'Save the shared model',
  progress: (round: number, rounds: number): string => `${whole(round)} of ${whole(rounds)} rounds done`,
};
