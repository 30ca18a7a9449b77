import type { SuiteFigure } from '#gates/evidence.ts';
import type { SecurityScan } from './scan-model.ts';

/**
 * The evidence of the gate `security-findings`: the number of findings of high severity; `null` if a part could not be examined
 * and nothing else decides, because an incomplete scan must not pass.
 */
export function securityFigure({ files, findings }: SecurityScan): SuiteFigure | null {
  const value = findings.filter(({ severity }) => severity === 'high').length;
  const isComplete = findings.every(({ code }) => code !== 'not-scanned');
  return value > 0 || isComplete ? { value, n: files } : null;
}
