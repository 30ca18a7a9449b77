/** Inputs that a model must survive: an error and a finite output are as they should be. */
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
  /** `crash`: the engine died of it. */
  readonly outcome: HostileOutcome | 'crash';
}
