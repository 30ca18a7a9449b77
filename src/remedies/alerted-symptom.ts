import type { AlertRule } from '#monitor/alerts/alert-rule.ts';
import type { MeasureId } from '#monitor/measures.ts';
import type { Symptom } from './remedy.ts';

const symptoms: Readonly<Partial<Record<MeasureId, Symptom>>> = {
  'latency-p50': 'latency',
  'latency-p95': 'latency',
  'latency-p99': 'latency',
  'error-rate': 'errors',
  confidence: 'accuracy',
  margin: 'accuracy',
  entropy: 'accuracy',
  agreement: 'accuracy',
};

/** Returns the symptom that an alert indicates; `null` if no ladder addresses it. */
export function findSymptom({ kind, measure }: AlertRule): Symptom | null {
  if (kind === 'drift') return 'accuracy';
  return kind === 'absence' ? null : (symptoms[measure] ?? null);
}

/**
 * Returns the target of a ladder after an alert: the limit of a threshold on median latency or error rate; otherwise
 * `null`.
 */
export function findTarget({ kind, measure, limit }: AlertRule): number | null {
  return kind === 'threshold' && (measure === 'latency-p50' || measure === 'error-rate') ? limit : null;
}
