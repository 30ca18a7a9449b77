import { InspectHandle } from '#bridge/inspect-handle.ts';
import type { SuiteScore } from '#gates/gate-evidence.ts';
import { createSecurityEvidence } from '#validation/security/security-evidence.ts';

/**
 * Counts findings in the files of a model, for the gate `security-findings`.
 * @param files empty for a bundled or stored model, whose files are not available here
 * @returns `null` if there are no files, or not all of them could be examined
 * @throws AppError aborted | file-unreadable
 */
export async function collectSecurityEvidence(files: readonly File[], signal: AbortSignal): Promise<SuiteScore | null> {
  if (files.length === 0) return null;
  const inspector = new InspectHandle();
  try {
    return createSecurityEvidence(await inspector.scanFiles(files, { signal }));
  } finally {
    inspector.close();
  }
}
