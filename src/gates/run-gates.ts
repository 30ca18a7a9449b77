import type { GateRun } from '#core/gate/gate-outcome.ts';
import type { GateEvidence } from './gate-evidence.ts';
import { digestGateFile, type GateFile } from './file/gate-file.ts';
import { computeGrade } from './run-grade.ts';
import { judge } from './evaluate-gate.ts';
import { computeVerdict } from './run-verdict.ts';

/** A gate file with the time of reading it, which is before any measurement. */
export interface TimestampedGateFile extends GateFile {
  /** RFC 3339. */
  readonly readAt: string;
}

/** Evaluates the gates of a file on the evidence. */
export async function runGates(file: TimestampedGateFile, evidence: GateEvidence): Promise<GateRun> {
  const results = file.settings.map((setting) => judge(setting, evidence));
  return {
    gateFile: { sha256: await digestGateFile(file), readAt: file.readAt },
    results,
    verdict: computeVerdict(results),
    grade: computeGrade(results),
  };
}
