import type { GateRun } from '#core/gate.ts';
import type { TaskReport } from '#core/report.ts';
import type { EvaluatedRun } from './make.ts';

/**
 * What a hallmark contains about an evaluation with gate results. The digest of a model of several files is the one in
 * its report, of all of them together.
 */
export function evaluatedRun(report: TaskReport, gates: GateRun): EvaluatedRun {
  const { subject, task, data, baseline } = report;
  const { sha256, ...set } = data;
  return {
    files: [{ name: subject.id, digest: { sha256: subject.sha256 } }],
    task,
    data: { ...set, digest: { sha256 }, isTeacher: baseline?.isTeacher ?? false },
    ...(baseline && { baseline: { name: baseline.id, digest: { sha256: baseline.sha256 } } }),
    gates,
    report,
  };
}
