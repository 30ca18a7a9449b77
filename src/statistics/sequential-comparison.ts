/** Events of two arms while inputs were assigned to the candidate with a fixed probability. */
export interface EventCounts {
  /** The probability of the assignment, strictly between 0 and 1. */
  readonly probability: number;
  readonly candidate: number;
  readonly current: number;
}

/** How many times as likely an event is in the candidate: the alternatives of the mixture, with equal weights. */
const oddsRatios = [1.25, 1.5, 2, 3, 5, 10, 30];

/**
 * The evidence that an event is likelier with the candidate, as a mixture of likelihood ratios over the odds ratios above
 * (mSPRT: Robbins 1970; Johari et al. 2022). If arms are assigned at random and make no difference, each event is the
 * candidate's with the probability of the assignment, whatever the inputs; by Ville's inequality the evidence then ever
 * reaches `1 / alpha` with a probability of at most `alpha`. It can therefore be looked at after every event, and the
 * probability of the assignment may change. Of paired results, count those that differ, with probability 1/2.
 * @returns the e-value: 1 without evidence, 20 for alpha = 0.05
 */
export function computeEvidenceOfMoreEvents(counts: readonly EventCounts[]): number {
  const ratios = oddsRatios.map((odds) => Math.exp(counts.reduce((sum, count) => sum + logRatio(count, odds), 0)));
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}

/** The same for events that are less likely with the candidate. */
export function computeEvidenceOfFewerEvents(counts: readonly EventCounts[]): number {
  return computeEvidenceOfMoreEvents(
    counts.map(({ probability, candidate, current }) => ({
      probability: 1 - probability,
      candidate: current,
      current: candidate,
    })),
  );
}

function logRatio({ probability, candidate, current }: EventCounts, odds: number): number {
  const total = odds * probability + 1 - probability;
  return candidate * Math.log(odds / total) - current * Math.log(total);
}
