import { endsOf, grades, type GateRun } from '#core/gate.ts';
import { qualityRatio } from './definitions/quality-ratio.ts';
import type { GateEvidence } from './evidence.ts';

/** The highest grade that the whole interval of the quality ratio reaches. @param metric the main score if absent */
export function gradeOf(evidence: GateEvidence, metric?: string): GateRun['grade'] {
  const ratio = qualityRatio.measure(evidence, metric === undefined ? {} : { metric });
  if ('code' in ratio || ratio.n < (qualityRatio.minSamples ?? 1)) return null;
  const { low } = endsOf({ measured: ratio.value, interval: ratio.interval });
  return grades.find((grade) => low >= grade / 1000) ?? null;
}
