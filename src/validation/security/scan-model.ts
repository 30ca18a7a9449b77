import type { ByteSource } from '#core/model/model.ts';
import type { Siblings } from '#formats/format.ts';
import type { SecurityFinding, Severity } from './finding.ts';
import { scanFile } from './scan-file.ts';

/** The findings in the files of a model. Plain JSON. */
export interface SecurityScan {
  /** Number of examined files. */
  readonly files: number;
  /**
   * Findings in descending order of severity. The absence of findings does not prove safety: only known patterns are
   * searched.
   */
  readonly findings: readonly SecurityFinding[];
  /** Number of further findings of the same codes, which are not listed. */
  readonly omitted: number;
  /** Number of findings of high severity, listed or not. */
  readonly high: number;
  /** Whether every part could be examined. */
  readonly isComplete: boolean;
}

/** Maximum number of listed findings of each code and severity. */
const maxPerKind = 10;
/** Findings that mean that something was not examined. */
const incompleteCodes = new Set<SecurityFinding['code']>(['not-scanned', 'pickle-damaged']);
const severities: readonly Severity[] = ['high', 'medium', 'low', 'info'];

/**
 * Examines the headers, graphs and interpreted content of a model's files for content that can harm the person who
 * opens them, in Assay or in another tool. It executes nothing, reads no weights, and does not stop at a file that
 * violates its format.
 * @param siblings the other files of the model, all of which are examined
 */
export async function scanModel(
  source: ByteSource,
  name: string,
  siblings: Siblings = new Map(),
): Promise<SecurityScan> {
  const findings = await scanFile(source, name, 'entry');
  for (const [sibling, bytes] of siblings)
    for (const finding of await scanFile(bytes, sibling, 'sibling')) findings.push(finding);
  const listedFindings = severities.flatMap((severity) => {
    const sameSeverity = findings.filter((finding) => finding.severity === severity);
    return [...Map.groupBy(sameSeverity, ({ code }) => code).values()].flatMap((sameCode) =>
      sameCode.slice(0, maxPerKind),
    );
  });
  return {
    files: 1 + siblings.size,
    findings: listedFindings,
    omitted: findings.length - listedFindings.length,
    high: findings.filter(({ severity }) => severity === 'high').length,
    isComplete: findings.every(({ code }) => !incompleteCodes.has(code)),
  };
}
