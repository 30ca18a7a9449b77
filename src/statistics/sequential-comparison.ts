/** Events in two arms while inputs are assigned to the candidate with a fixed probability. */
export interface EventCounts {
  /** The probability of assignment to the candidate, between 0 and 1, exclusive. */
  readonly probability: number;
  readonly candidate: number;
  readonly current: number;
}

/**
 * The alternatives of the mixture, with equal weights: odds ratios of an event with the candidate. Heuristic, not
 * measured.
 */
const oddsRatios = [1.25, 1.5, 2, 3, 5, 10, 30];

/**
 * Computes the evidence that an event is likelier with the candidate, as a mixture of likelihood ratios over the odds
 * ratios above (mSPRT: Robbins 1970; Johari et al. 2022). Under random assignment and no difference, each event occurs
 * in the candidate with the assignment probability, for any inputs. By Ville's inequality, the evidence then ever
 * reaches `1 / alpha` with a probability of at most `alpha`. It may therefore be inspected after every event, and the
 * assignment probability may change. For paired results, count discordant pairs with probability 1/2.
 * @returns the e-value: 1 without evidence; 20 corresponds to alpha = 0.05
 */
export function computeEvidenceOfMoreEvents(counts: readonly EventCounts[]): number {
  const ratios = oddsRatios.map((odds) =>
    Math.exp(counts.reduce((sum, count) => sum + computeLogRatio(count, odds), 0)),
  );
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}

/** Computes the evidence that an event is less likely with the candidate; see {@link computeEvidenceOfMoreEvents}. */
export function computeEvidenceOfFewerEvents(counts: readonly EventCounts[]): number {
  return computeEvidenceOfMoreEvents(
    counts.map(({ probability, candidate, current }) => ({
      probability: 1 - probability,
      candidate: current,
      current: candidate,
    })),
  );
}

function computeLogRatio({ probability, candidate, current }: EventCounts, odds: number): number {
  const total = odds * probability + 1 - probability;
  return candidate * Math.log(odds / total) - current * Math.log(total);
}
