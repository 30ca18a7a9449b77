/** Counts of items by whether the baseline and the candidate are correct on them. */
export interface PairedCounts {
  readonly both: number;
  readonly onlyBaseline: number;
  readonly onlyCandidate: number;
  readonly neither: number;
}
