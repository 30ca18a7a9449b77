import type { GateRun } from '#core/gate/gate-outcome.ts';
import type { Report } from '#core/report/report.ts';
import { listModelFiles, type ModelFile } from '#core/model/model.ts';
import type { EvaluatedRun } from '../sign/sign-hallmark.ts';
import type { ResourceDescriptor } from '../statement/statement.ts';

/**
 * Combines the report of an evaluation or a benchmark with its gate results, as the content of a hallmark.
 * @param review checklist items and statements that a person signed
 */
export function toEvaluatedRun(
  report: Report,
  gates: GateRun,
  review: Pick<EvaluatedRun, 'checklist' | 'statements'> = {},
): EvaluatedRun {
  const hostileInputs = report.kind === 'task' && report.hostileInputs;
  return {
    files: listModelFiles(report.subject).map(toFileDescriptor),
    ...describeMeasuredData(report),
    ...(hostileInputs && { hostileInputs }),
    ...review,
    gates,
    report,
  };
}

/** Describes the task, data and baseline of the measurements; a benchmark has none. */
export function describeMeasuredData(
  report: Report,
): Pick<EvaluatedRun, 'task' | 'data' | 'baseline' | 'baselineFiles'> {
  if (report.kind !== 'task') return {};
  const { task, data, baseline } = report;
  const { sha256, ...set } = data;
  return {
    task,
    data: { ...set, digest: { sha256 }, baselineIsGroundTruth: baseline?.isGroundTruth ?? false },
    ...(baseline && { baseline: { name: baseline.id, digest: { sha256: baseline.sha256 } } }),
    ...(baseline?.files && { baselineFiles: baseline.files.map(toFileDescriptor) }),
  };
}

function toFileDescriptor({ name, sizeBytes, sha256 }: ModelFile): ResourceDescriptor {
  return { name, digest: { sha256 }, annotations: { sizeBytes } };
}
