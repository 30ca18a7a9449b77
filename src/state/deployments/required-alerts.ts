import type { GateResult } from '#core/gate/gate-outcome.ts';
import { listMonitoringNeeds } from '#gates/monitoring-needs.ts';
import type { AlertRule } from '#monitor/alerts/alert-rule.ts';
import { measureIds, type MeasureId } from '#monitor/measures.ts';

/** Length of the time window of a required alert rule, in hours. Own choice. */
const alertHours = 24;

/** The alert rules that watch the limits of a gate run, without those for measures that `existing` rules watch. */
export function listRequiredAlerts(
  gates: readonly GateResult[],
  existing: readonly AlertRule[],
): readonly Omit<AlertRule, 'id'>[] {
  return listMonitoringNeeds(gates).flatMap(({ gate, by }) => {
    const measure = by === 'alerts' ? findMeasure(gate) : null;
    const isWatched = existing.some((rule) => rule.kind === 'threshold' && rule.measure === measure);
    if (measure === null || isWatched) return [];
    const { limit } = gate;
    return [{ kind: 'threshold', measure, side: 'above', limit, clearLimit: limit, hours: alertHours } as const];
  });
}

/** The measure of the monitor with the same meaning and unit as a gate. */
function findMeasure({ gate, ...result }: GateResult): MeasureId | null {
  if (gate === 'errors-under-load') return 'error-rate';
  const metric = 'metric' in result ? result.metric : undefined;
  return measureIds.find((id) => id === `latency-${metric ?? 'p50'}`) ?? null;
}
