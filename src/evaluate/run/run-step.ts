/** Controls a step after the items of a run, and reports its progress. */
export interface RunStep {
  readonly signal: AbortSignal;
  /** Called between parts of the step. Resolves with `false` to end it early. */
  readonly shouldContinue: () => Promise<boolean>;
  readonly now: () => number;
  /** `remainingMs` is estimated from the completed parts. */
  readonly onProgress: (progress: { readonly fraction: number; readonly remainingMs: number }) => void;
}
