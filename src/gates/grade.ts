import type { GateRun } from '#core/gate.ts';
import type { GateEvidence } from './evidence.ts';
import { qualityRatio } from './definitions/quality-ratio.ts';

/** In thousandths of the baseline's score; 990 and 999 are the accuracy targets of MLPerf Inference. */
const grades = [999, 990, 950] as const;

/** The highest grade that the whole interval of the quality ratio reaches. @param metric the main score if absent */
export function gradeOf(evidence: GateEvidence, metric?: string): GateRun['grade'] {
  const ratio = qualityRatio.measure(evidence, metric === undefined ? {} : { metric });
  if ('code' in ratio || ratio.n < (qualityRatio.minSamples ?? 1)) return null;
  const [low] = ratio.interval ?? [ratio.value];
  return grades.find((grade) => low >= grade / 1000) ?? null;
}
