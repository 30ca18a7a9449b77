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

/** The symptom that an alert shows; `null` if no ladder is for it. */
export function findSymptom({ kind, measure }: AlertRule): Symptom | null {
  if (kind === 'drift') return 'accuracy';
  return kind === 'absence' ? null : (symptoms[measure] ?? null);
}

/** The target of a ladder after an alert: the limit of a threshold for the median time or the errors; `null` otherwise. */
export function findTarget({ kind, measure, limit }: AlertRule): number | null {
  return kind === 'threshold' && (measure === 'latency-p50' || measure === 'error-rate') ? limit : null;
}
