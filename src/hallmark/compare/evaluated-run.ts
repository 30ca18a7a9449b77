import type { GateRun } from '#core/gate.ts';
import type { TaskReport } from '#core/report/report.ts';
import { modelFiles, type ModelFile } from '#core/model/model.ts';
import type { ChecklistSignature } from '#validation/checklist/checklist.ts';
import type { EvaluatedRun } from '../sign/make.ts';
import type { ResourceDescriptor } from '../statement/statement.ts';

/**
 * What a hallmark contains about an evaluation with gate results.
 * @param checklist items that a person signed
 */
export function toEvaluatedRun(
  report: TaskReport,
  gates: GateRun,
  checklist: readonly ChecklistSignature[] = [],
): EvaluatedRun {
  const { subject, task, data, baseline } = report;
  const { sha256, ...set } = data;
  return {
    files: modelFiles(subject).map(fileDescriptor),
    task,
    data: { ...set, digest: { sha256 }, baselineIsGroundTruth: baseline?.isGroundTruth ?? false },
    ...(baseline && { baseline: { name: baseline.id, digest: { sha256: baseline.sha256 } } }),
    checklist,
    gates,
    report,
  };
}

function fileDescriptor({ name, sizeBytes, sha256 }: ModelFile): ResourceDescriptor {
  return { name, digest: { sha256 }, annotations: { sizeBytes } };
}
