/** The fractions of the inputs that a candidate handles in the steps of a gradual rollout. Heuristic, not measured. */
export const rolloutShares = [0.05, 0.25, 0.5, 1] as const;

/** A candidate that is tried alongside the current version. */
export interface Rollout {
  /**
   * `shadow`: both versions run each input, and only the result of the current one is used. `gradual`: the candidate handles a
   * share of the inputs, which rises automatically.
   */
  readonly mode: 'shadow' | 'gradual';
  readonly candidate: number;
  /** The fraction of inputs that the candidate handles: one of {@link rolloutShares}; 0 in shadow mode. */
  readonly share: number;
  readonly gates: LiveGates;
  /** Distinguishes the tallies of this rollout from those of earlier ones. */
  readonly id: string;
}

/** Limits for the outcomes of the candidate on live inputs. */
export interface LiveGates {
  /** The maximum fraction of runs that fail. */
  readonly maxErrorRate: number;
  /** The latency above which a run counts as slow. */
  readonly slowMs: number;
  /** The maximum fraction of successful runs that are slow. */
  readonly maxSlowRate: number;
  /** The minimum number of the candidate's runs at each share before the next one. */
  readonly minRuns: number;
}

/** The field of invalid gates. */
export type LiveGateFault = keyof LiveGates;

/** Returns the first invalid field; `null` if the gates can be used. */
export function findGateFault({ maxErrorRate, slowMs, maxSlowRate, minRuns }: LiveGates): LiveGateFault | null {
  const isFraction = (value: number) => value > 0 && value < 1;
  if (!isFraction(maxErrorRate)) return 'maxErrorRate';
  if (!(slowMs > 0 && Number.isFinite(slowMs))) return 'slowMs';
  if (!isFraction(maxSlowRate)) return 'maxSlowRate';
  return Number.isInteger(minRuns) && minRuns >= 1 ? null : 'minRuns';
}

/** The counts of runs in one arm of a rollout. */
export interface ArmTally {
  readonly runs: number;
  readonly errors: number;
  /** Successful runs that were slow. */
  readonly slow: number;
}

/** The outcomes at one share; counts of several tabs add up. */
export interface ShareTally {
  readonly share: number;
  readonly current: ArmTally;
  readonly candidate: ArmTally;
  /** Shadow mode only: inputs on which only this version failed or was slow. */
  readonly onlyCurrent: Omit<ArmTally, 'runs'>;
  readonly onlyCandidate: Omit<ArmTally, 'runs'>;
  /** Shadow mode only: inputs with two results, and the sum of their agreements, each 0 to 1. */
  readonly compared: number;
  readonly agreement: number;
}

export const createEmptyTally = (share: number): ShareTally => ({
  share,
  current: { runs: 0, errors: 0, slow: 0 },
  candidate: { runs: 0, errors: 0, slow: 0 },
  onlyCurrent: { errors: 0, slow: 0 },
  onlyCandidate: { errors: 0, slow: 0 },
  compared: 0,
  agreement: 0,
});

/** The outcome of one run: its latency in milliseconds, or `null` if it failed. */
export interface RunOutcome {
  readonly latencyMs: number | null;
}

/** Adds an input that only one version ran. */
export function addRun(tally: ShareTally, arm: 'current' | 'candidate', run: RunOutcome, gates: LiveGates): ShareTally {
  return { ...tally, [arm]: addArms(tally[arm], { runs: 1, ...countEvents(run, gates) }) };
}

/**
 * Adds an input that both versions ran.
 * @param agreement the agreement of their results; `null` if one of them failed
 */
export function addPair(
  tally: ShareTally,
  runs: { readonly current: RunOutcome; readonly candidate: RunOutcome },
  agreement: number | null,
  gates: LiveGates,
): ShareTally {
  const [current, candidate] = [countEvents(runs.current, gates), countEvents(runs.candidate, gates)];
  const subtractShared = (a: typeof current, b: typeof current) => ({
    errors: a.errors * (1 - b.errors),
    slow: a.slow * (1 - b.slow),
  });
  return {
    share: tally.share,
    current: addArms(tally.current, { runs: 1, ...current }),
    candidate: addArms(tally.candidate, { runs: 1, ...candidate }),
    onlyCurrent: addEvents(tally.onlyCurrent, subtractShared(current, candidate)),
    onlyCandidate: addEvents(tally.onlyCandidate, subtractShared(candidate, current)),
    compared: tally.compared + (agreement === null ? 0 : 1),
    agreement: tally.agreement + (agreement ?? 0),
  };
}

/** The sum of two tallies of the same share. */
export function mergeTallies(a: ShareTally, b: ShareTally): ShareTally {
  return {
    share: a.share,
    current: addArms(a.current, b.current),
    candidate: addArms(a.candidate, b.candidate),
    onlyCurrent: addEvents(a.onlyCurrent, b.onlyCurrent),
    onlyCandidate: addEvents(a.onlyCandidate, b.onlyCandidate),
    compared: a.compared + b.compared,
    agreement: a.agreement + b.agreement,
  };
}

function countEvents({ latencyMs }: RunOutcome, { slowMs }: LiveGates) {
  return { errors: latencyMs === null ? 1 : 0, slow: latencyMs !== null && latencyMs > slowMs ? 1 : 0 };
}

function addEvents(a: Omit<ArmTally, 'runs'>, b: Omit<ArmTally, 'runs'>): Omit<ArmTally, 'runs'> {
  return { errors: a.errors + b.errors, slow: a.slow + b.slow };
}

function addArms(a: ArmTally, b: ArmTally): ArmTally {
  return { runs: a.runs + b.runs, ...addEvents(a, b) };
}
