import type { GateResult } from '#core/gate/gate-outcome.ts';
import { listMonitoringNeeds, type LimitWatch } from '#gates/monitoring-needs.ts';
import type { AlertRule } from '#monitor/alerts/alert-rule.ts';
import { measureIds, type MeasureId } from '#monitor/measures.ts';

/** Length of the time window of a required alert rule, in hours. Heuristic, not measured. */
const alertHours = 24;

/**
 * Lists the alert rules that watch the limits of a gate run, without those for measures that `existing` rules watch.
 */
export function listRequiredAlerts(
  gates: readonly GateResult[],
  existing: readonly AlertRule[],
): readonly Omit<AlertRule, 'id'>[] {
  return listMonitoringNeeds(gates).flatMap(({ gate, by }) => {
    const measure = by === 'alerts' ? findMeasure(gate) : null;
    if (measure === null || isWatched(measure, existing)) return [];
    const { limit } = gate;
    return [{ kind: 'threshold', measure, side: 'above', limit, clearLimit: limit, hours: alertHours } as const];
  });
}

/** Lists every limit of a gate run that can be exceeded in use, and how it is watched. */
export function listWatchedLimits(
  gates: readonly GateResult[],
  existing: readonly AlertRule[],
): readonly { readonly gate: GateResult; readonly watch: LimitWatch }[] {
  return listMonitoringNeeds(gates).map(({ gate, by }) => {
    if (by !== 'alerts') return { gate, watch: by };
    const measure = findMeasure(gate);
    if (measure === null) return { gate, watch: 'no-measure' };
    return { gate, watch: isWatched(measure, existing) ? 'rule' : 'addable' };
  });
}

function isWatched(measure: MeasureId, rules: readonly AlertRule[]): boolean {
  return rules.some((rule) => rule.kind === 'threshold' && rule.measure === measure);
}

/** Finds the measure of the monitor with the same meaning and unit as a gate. */
function findMeasure({ gate, ...result }: GateResult): MeasureId | null {
  if (gate === 'errors-under-load') return 'error-rate';
  const metric = 'metric' in result ? result.metric : undefined;
  return measureIds.find((id) => id === `latency-${metric ?? 'p50'}`) ?? null;
}
