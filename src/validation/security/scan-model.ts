import type { ByteSource } from '#core/model/model.ts';
import type { Siblings } from '#formats/format.ts';
import type { SecurityFinding, Severity } from './finding.ts';
import { scanFile } from './scan-file.ts';

/** What was found in the files of a model. Plain JSON. */
export interface SecurityScan {
  /** Files examined. */
  readonly files: number;
  /** The most severe first. None is not a proof of safety: only what is known to be suspicious is looked for. */
  readonly findings: readonly SecurityFinding[];
  /** Further findings of the same codes, which are not listed. */
  readonly omitted: number;
  /** Findings of high severity, listed or not. */
  readonly high: number;
  /** Whether every part could be examined. */
  readonly isComplete: boolean;
}

/** Findings listed of each code and severity. */
const maxPerKind = 10;
/** Findings that mean that something was not examined. */
const incomplete = new Set<SecurityFinding['code']>(['not-scanned', 'pickle-damaged']);
const severities: readonly Severity[] = ['high', 'medium', 'low', 'info'];

/**
 * Examines the files of a model for anything that can harm the person who opens them, here or in another tool: headers,
 * graphs, and content that programs interpret. Executes nothing, reads no weights, and does not stop at a file that
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
  const listed = severities.flatMap((severity) => {
    const same = findings.filter((finding) => finding.severity === severity);
    return [...Map.groupBy(same, ({ code }) => code).values()].flatMap((kind) => kind.slice(0, maxPerKind));
  });
  return {
    files: 1 + siblings.size,
    findings: listed,
    omitted: findings.length - listed.length,
    high: findings.filter(({ severity }) => severity === 'high').length,
    isComplete: findings.every(({ code }) => !incomplete.has(code)),
  };
}
