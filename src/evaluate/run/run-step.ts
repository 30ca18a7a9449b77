/** How a step that follows the items of a run is stopped, and how it reports progress. */
export interface RunStep {
  readonly signal: AbortSignal;
  /** Called between parts of the step: resolves with `false` to end it early. */
  readonly shouldContinue: () => Promise<boolean>;
  readonly now: () => number;
  /** `remainingMs` is estimated from the parts so far. */
  readonly onProgress: (progress: { readonly fraction: number; readonly remainingMs: number }) => void;
}
