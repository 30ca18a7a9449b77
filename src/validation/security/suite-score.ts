import type { SuiteScore } from '#gates/gate-evidence.ts';
import type { SecurityScan } from './scan-model.ts';

/**
 * The evidence of the gate `security-findings`: the number of findings of high severity; `null` if a part could not be examined
 * and nothing else decides, because an incomplete scan must not pass.
 */
export function scoreSecurity({ files, high, isComplete }: SecurityScan): SuiteScore | null {
  return high > 0 || isComplete ? { value: high, n: files } : null;
}
