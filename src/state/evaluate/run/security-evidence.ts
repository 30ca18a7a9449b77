import { InspectHandle } from '#bridge/inspect-handle.ts';
import type { SuiteScore } from '#gates/gate-evidence.ts';
import { createSecurityEvidence } from '#validation/security/security-evidence.ts';
import { storedModels } from '../../models/stored-models.svelte.ts';
import type { ModelSlot } from '../models/model-slot.svelte.ts';

/**
 * Counts findings in the files of a model, for the gate `security-findings`.
 * @returns `null` if the files are not available, as of a bundled model, or not all of them could be examined
 * @throws AppError aborted | file-unreadable
 */
export async function collectSecurityEvidence(
  { files: chosenFiles, storedId }: Pick<ModelSlot, 'files' | 'storedId'>,
  signal: AbortSignal,
): Promise<SuiteScore | null> {
  const files = storedId === null ? chosenFiles : ((await storedModels.loadFiles(storedId)) ?? []);
  if (files.length === 0) return null;
  const inspector = new InspectHandle();
  try {
    return createSecurityEvidence(await inspector.scanFiles(files, { signal }));
  } finally {
    inspector.close();
  }
}
