/** Outcomes of the same items under two conditions, e.g. two models, each either correct or not. */
export interface PairedCounts {
  readonly both: number;
  readonly onlyBaseline: number;
  readonly onlyCandidate: number;
  readonly neither: number;
}
