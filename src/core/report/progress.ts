/** The progress of a long operation. `fraction` is `null` if the total is unknown. */
export interface Progress {
  readonly phase:
    | 'fetch'
    | 'verify'
    | 'send'
    | 'build'
    | 'convert'
    | 'compare'
    | 'create'
    | 'first'
    | 'warm-up'
    | 'steady'
    | 'cool-down'
    | 'check'
    | 'run';
  readonly fraction: number | null;
  /** Estimated from the measurements so far; `null` before the first. */
  readonly remainingMs: number | null;
  readonly detail?: string;
  /** Samples since the last progress message, in milliseconds per inference, for a live view. */
  readonly samplesMs?: readonly number[];
}
