import type { GateOutcome } from '#core/gate/gate-outcome.ts';
import type { GateId } from './index.ts';

/**
 * How a limit is watched while the model is in use.
 * - `alerts`: by alert rules of a deployment, which sees the latency and errors of each run.
 * - `labels`: by inputs that a person labels, and by the accuracy estimated between them.
 * - `companion`: by the metrics of the companion, which sees the machine.
 */
export type WatchedBy = 'alerts' | 'labels' | 'companion';

/**
 * How a limit is watched in one deployment.
 * - `rule`: by an alert rule that is set.
 * - `addable`: not yet; the rule can be added.
 * - `no-measure`: not at all, because the monitor has no such measure.
 * - `labels`, `companion`: as in {@link WatchedBy}, without an alert rule.
 */
export type LimitWatch = 'rule' | 'addable' | 'no-measure' | Exclude<WatchedBy, 'alerts'>;

/** Gates whose limit can be exceeded later, without a change of the model. */
const watched: Readonly<Partial<Record<GateId, WatchedBy>>> = {
  latency: 'alerts',
  'errors-under-load': 'alerts',
  'quality-ratio': 'labels',
  quality: 'labels',
  'error-rate': 'labels',
  memory: 'companion',
  power: 'companion',
};

/** A limit of a gate that has to be watched after the release. */
export interface MonitoringNeed<Outcome extends GateOutcome = GateOutcome> {
  readonly gate: Outcome;
  readonly by: WatchedBy;
}

/**
 * Lists the gates whose limits must be watched after the release, and how. Gates that do not apply to the model, or
 * whose limit cannot be exceeded in use, are omitted.
 */
export function listMonitoringNeeds<Outcome extends GateOutcome>(
  gates: readonly Outcome[],
): readonly MonitoringNeed<Outcome>[] {
  return gates.flatMap((gate) => {
    const by = watched[gate.gate as GateId];
    return by === undefined || gate.state === 'not-applicable' ? [] : [{ gate, by }];
  });
}
