import type { GateRun } from '#core/gate.ts';
import type { TaskReport } from '#core/report/report.ts';
import { modelFiles, type ModelFile } from '#core/model/model.ts';
import type { EvaluatedRun } from '../sign/make.ts';
import type { ResourceDescriptor } from '../statement/statement.ts';

/**
 * What a hallmark contains about an evaluation with gate results.
 * @param review what a person signed and stated
 */
export function toEvaluatedRun(
  report: TaskReport,
  gates: GateRun,
  review: Pick<EvaluatedRun, 'checklist' | 'statements'> = {},
): EvaluatedRun {
  const { subject, task, data, baseline, hostileInputs } = report;
  const { sha256, ...set } = data;
  return {
    files: modelFiles(subject).map(fileDescriptor),
    task,
    data: { ...set, digest: { sha256 }, baselineIsGroundTruth: baseline?.isGroundTruth ?? false },
    ...(baseline && { baseline: { name: baseline.id, digest: { sha256: baseline.sha256 } } }),
    ...(baseline?.files && { baselineFiles: baseline.files.map(fileDescriptor) }),
    ...(hostileInputs && { hostileInputs }),
    ...review,
    gates,
    report,
  };
}

function fileDescriptor({ name, sizeBytes, sha256 }: ModelFile): ResourceDescriptor {
  return { name, digest: { sha256 }, annotations: { sizeBytes } };
}
