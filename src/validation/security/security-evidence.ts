import type { SuiteScore } from '#gates/gate-evidence.ts';
import type { SecurityScan } from './scan-model.ts';

/**
 * Creates the evidence of the gate `security-findings`: the number of high findings. `null` if there are none but the
 * scan is incomplete, because such a scan must not pass.
 */
export function createSecurityEvidence({ files, high, isComplete }: SecurityScan): SuiteScore | null {
  return high > 0 || isComplete ? { value: high, n: files } : null;
}
