import type { GateRun } from '#core/gate/gate-outcome.ts';
import type { GateEvidence } from './gate-evidence.ts';
import { digestGateFile, type GateFile } from './file/gate-file.ts';
import { computeGrade } from './run-grade.ts';
import { judge } from './evaluate-gate.ts';
import { computeVerdict } from './run-verdict.ts';

/** When the gate file was read: before anything was measured. */
export interface TimestampedGateFile extends GateFile {
  /** RFC 3339. */
  readonly readAt: string;
}

/** The verdict of a gate file on what was measured. */
export async function runGates(file: TimestampedGateFile, evidence: GateEvidence): Promise<GateRun> {
  const results = file.settings.map((setting) => judge(setting, evidence));
  return {
    gateFile: { sha256: await digestGateFile(file), readAt: file.readAt },
    results,
    verdict: computeVerdict(results),
    grade: computeGrade(results),
  };
}
