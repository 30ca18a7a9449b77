import type { Comparator, GateResult } from '#core/gate.ts';
import type { GateEvidence } from './evidence.ts';
import type { GateSetting } from './file/gate-setting.ts';
import type { Measured, NotMeasured } from './gate.ts';
import { gateOf } from './index.ts';

/** Compares what a gate measures with the limit of a gate file. */
export function judge(setting: GateSetting, evidence: GateEvidence): GateResult {
  const { gate: id, level, limit, minSamples = 1 } = setting;
  const gate = gateOf(id);
  const { unit, comparator, isRelative } = gate;
  const measurement = gate.measure(evidence, setting);
  const metric = 'code' in measurement ? (setting.metric ?? setting.percentile) : measurement.metric;
  const head = { gate: id, level, unit, comparator, limit, isRelative, ...(metric !== undefined && { metric }) };
  const notMeasured = (reason: NotMeasured): GateResult => ({ ...head, state: 'not-measured', reason });
  if ('code' in measurement) return notMeasured(measurement);
  const { value, interval, n } = measurement;
  if (n < minSamples) return notMeasured({ code: 'too-few-samples', facts: { n, needs: minSamples } });
  const [low, high] = (interval ?? [value, value])
    .map((end) => marginOf(end, comparator, limit))
    .toSorted((a, b) => a - b);
  if (low! < 0 && high! >= 0) return notMeasured(inconclusive(measurement, interval!, comparator, limit));
  const state = low! >= 0 ? 'pass' : 'fail';
  return { ...head, state, measured: value, interval, n, margin: marginOf(value, comparator, limit) };
}

/** The distance of a value from the limit, negative if it does not meet it. */
function marginOf(value: number, comparator: Comparator, limit: number): number {
  return comparator === '>=' ? value - limit : limit - value;
}

/**
 * An interval narrows with the square root of the samples. If the value stayed as it is, its end would reach the limit
 * with `needs` of them; at the limit itself no number would suffice.
 */
function inconclusive(
  { value, n }: Measured,
  interval: readonly [number, number],
  comparator: Comparator,
  limit: number,
): NotMeasured {
  const [low, high] = interval;
  const margin = marginOf(value, comparator, limit);
  const towardsLimit = margin > 0 === (comparator === '>=') ? value - low : high - value;
  const needs = Math.ceil(n * (towardsLimit / margin) ** 2);
  return { code: 'inconclusive', facts: { value, low, high, n, ...(Number.isFinite(needs) && { needs }) } };
}
