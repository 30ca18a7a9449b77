/** Inputs that a model must survive. An error and a finite output are expected outcomes. */
export type HostileInputId =
  | 'zeros'
  | 'constant'
  | 'max'
  | 'min'
  | 'not-a-number'
  | 'infinite'
  | 'one-more'
  | 'empty'
  | 'other-rank';

/** The outcome of an input that the engine survived. */
export type HostileOutcome = 'error' | 'finite' | 'not-finite';

/** One hostile input and its outcome. Plain JSON. */
export interface HostileResult {
  readonly input: HostileInputId;
  /** `crash` if the engine died. */
  readonly outcome: HostileOutcome | 'crash';
}
