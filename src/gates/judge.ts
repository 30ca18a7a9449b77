import type { Comparator, GateLevel, GateResult } from '#core/gate.ts';
import type { GateEvidence } from './evidence.ts';
import type { Gate, Measurement } from './gate.ts';

/** What a gate file requires of one gate. */
export interface GateSetting {
  readonly level: GateLevel;
  readonly limit: number;
}

/** Compares what a gate measures with the limit. */
export function judge(gate: Gate, setting: GateSetting, evidence: GateEvidence): GateResult {
  const { level, limit } = setting;
  const { id, unit, comparator, isRelative } = gate;
  return {
    gate: id,
    level,
    unit,
    comparator,
    limit,
    isRelative,
    ...outcomeOf(gate.measure(evidence), comparator, limit),
  };
}

type Outcome =
  | Pick<Extract<GateResult, { state: 'not-measured' }>, 'state' | 'reason'>
  | Pick<Extract<GateResult, { state: 'pass' | 'fail' }>, 'state' | 'measured' | 'interval' | 'n' | 'margin'>;

function outcomeOf(measurement: Measurement, comparator: Comparator, limit: number): Outcome {
  if ('code' in measurement) return { state: 'not-measured', reason: measurement };
  const { value, interval, n } = measurement;
  /** The distance of a value from the limit, positive if it meets it. */
  const marginOf = (at: number) => (comparator === '>=' ? at - limit : limit - at);
  const margins = (interval ?? [value]).map(marginOf);
  const state = margins.every((margin) => margin >= 0) ? 'pass' : margins.every((margin) => margin < 0) ? 'fail' : null;
  if (state === null) {
    return { state: 'not-measured', reason: { code: 'inconclusive', facts: {} } };
  }
  return { state, measured: value, interval, n, margin: marginOf(value) };
}
