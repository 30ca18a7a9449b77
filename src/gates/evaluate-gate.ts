import { computeMargin, decideGateState, type GateResult } from '#core/gate/gate-outcome.ts';
import type { GateEvidence } from './gate-evidence.ts';
import type { GateSetting } from './file/gate-setting.ts';
import type { NotApplicable, NotMeasured } from './gate.ts';
import { getGate } from './index.ts';

/** Measures a gate and compares the value with the limit of a gate file. */
export function judge(setting: GateSetting, evidence: GateEvidence): GateResult {
  const { gate: id, severity, limit, minSamples = 1 } = setting;
  const gate = getGate(id);
  const { unit, comparator, isRelative, modelKind } = gate;
  const measurement = gate.measure(evidence, setting);
  const metric = 'code' in measurement ? (setting.metric ?? setting.percentile) : measurement.metric;
  const head = { gate: id, severity, unit, comparator, limit, isRelative, ...(metric !== undefined && { metric }) };
  if (modelKind !== undefined && modelKind !== evidence.modelKind) {
    const reason: NotApplicable = { code: 'other-model-kind', facts: { kind: modelKind } };
    return { ...head, state: 'not-applicable', reason };
  }
  const createUnmeasured = (reason: NotMeasured): GateResult => ({ ...head, state: 'not-measured', reason });
  if ('code' in measurement) return createUnmeasured(measurement);
  const { value: measured, interval, n } = measurement;
  if (n < minSamples) return createUnmeasured({ code: 'too-few-samples', facts: { n, needs: minSamples } });
  return {
    ...head,
    state: decideGateState(head, { measured, interval }),
    measured,
    interval,
    n,
    margin: computeMargin(head, measured),
  };
}
